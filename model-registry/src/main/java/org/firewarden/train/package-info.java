/**
 * Training ({@code $train}): from a data set to a signed candidate with a privacy guarantee. Its packages: the privacy
 * accountants, the noise, the trainers, the cohort, the evaluation, the attacks, the budget, and the run that joins them.
 */
@NullMarked
package org.firewarden.train;

import org.jspecify.annotations.NullMarked;
