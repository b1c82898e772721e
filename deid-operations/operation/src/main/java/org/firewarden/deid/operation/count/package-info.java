/**
 * {@code $cohort-count}: how many patients match a search, with differential privacy: a budget for each researcher and protocol,
 * and noise that is sampled exactly. Knows nothing of storage of records.
 */
@NullMarked
package org.firewarden.deid.operation.count;

import org.jspecify.annotations.NullMarked;
