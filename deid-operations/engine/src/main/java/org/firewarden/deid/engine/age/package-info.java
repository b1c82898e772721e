/**
 * Years instead of dates, and no age over 89 (45 CFR 164.514(b)(2)(i)(C)). Computes from the record's own dates, never from
 * today. Knows nothing of JSON.
 */
@NullMarked
package org.firewarden.deid.engine.age;

import org.jspecify.annotations.NullMarked;
