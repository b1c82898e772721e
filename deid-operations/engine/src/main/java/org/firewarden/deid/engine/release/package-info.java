/**
 * On which terms a data set is released: for which project, under which agreement, with which date as its today, and on whose
 * word. What is derived from the project, tokens and the shift of dates, lives here too. Knows nothing of JSON.
 */
@NullMarked
package org.firewarden.deid.engine.release;

import org.jspecify.annotations.NullMarked;
