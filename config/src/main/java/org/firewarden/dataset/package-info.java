/**
 * Data sets: de-identified copies of records with a manifest, a lineage, an owner and an end. This package is the port through
 * which they are found, opened and disposed of; how they are made and stored is the de-identification module's business. Knows
 * nothing of FHIR operations or of storage.
 */
@NullMarked
package org.firewarden.dataset;

import org.jspecify.annotations.NullMarked;
