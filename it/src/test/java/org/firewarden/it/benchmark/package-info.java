/** Measurements that print ratios. Started by hand with {@code -Pbenchmark}; no test looks at a duration. */
@NullMarked
package org.firewarden.it.benchmark;

import org.jspecify.annotations.NullMarked;
