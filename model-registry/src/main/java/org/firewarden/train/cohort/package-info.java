/**
 * From the NDJSON files of a data set to rows for training: each patient's resources are brought together, read by the same
 * {@link org.firewarden.model.feature.ChartReader} that serving uses, labelled by a target spec, split by patient and encoded by
 * ranges that are known without the data. Knows files of FHIR resources; knows no trainer.
 */
@NullMarked
package org.firewarden.train.cohort;

import org.jspecify.annotations.NullMarked;
