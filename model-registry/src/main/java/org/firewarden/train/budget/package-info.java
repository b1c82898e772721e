/**
 * How much of the privacy of a source of data training has spent. What several runs tell of the same patients adds up (Dwork and Roth
 * 2014, theorem 3.16), so a budget is kept by source and not by data set. Knows no training.
 */
@NullMarked
package org.firewarden.train.budget;

import org.jspecify.annotations.NullMarked;
