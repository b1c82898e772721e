/**
 * Units of measure that can hold no free text, and how much of them makes 90 years. Knows nothing of JSON.
 */
@NullMarked
package org.firewarden.deid.engine.unit;

import org.jspecify.annotations.NullMarked;
