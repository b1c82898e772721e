package org.firewarden.train.cohort;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction is made at: a day, and the Encounter in context if there is one. Nothing dated later is read for it.
 *
 * @param day the day
 * @param encounterId the logical id of the Encounter, or null
 */
record IndexEvent(LocalDate day, @Nullable String encounterId) {}
