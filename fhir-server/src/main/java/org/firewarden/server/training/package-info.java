/** {@code $train} over HTTP, and the settings of training. Knows HAPI; decides nothing. */
@NullMarked
package org.firewarden.server.training;

import org.jspecify.annotations.NullMarked;
