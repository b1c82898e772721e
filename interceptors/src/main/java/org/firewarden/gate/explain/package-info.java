/**
 * {@code $explain-access}: why somebody may see a resource or may not. Asks the same decision as everybody else, first as it
 * is and then with one thing changed at a time, so that what it tells cannot differ from what is done.
 */
@NullMarked
package org.firewarden.gate.explain;

import org.jspecify.annotations.NullMarked;
