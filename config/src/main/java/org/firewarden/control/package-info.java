/** The controls that tests are evidence for. Knows nothing of what is tested. */
@NullMarked
package org.firewarden.control;

import org.jspecify.annotations.NullMarked;
