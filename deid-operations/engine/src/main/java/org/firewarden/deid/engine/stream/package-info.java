/**
 * Applies an allow-list to one resource, token by token, without an object model. Knows nothing of files or threads.
 */
@NullMarked
package org.firewarden.deid.engine.stream;

import org.jspecify.annotations.NullMarked;
