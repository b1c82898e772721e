/**
 * What models recommended, as FHIR: a thread writes each recommendation that was shown as RiskAssessment and Provenance, and
 * {@code $replay} computes one again. Nothing here is on the path of a CDS Hooks call.
 */
@NullMarked
package org.firewarden.server.recommendation;

import org.jspecify.annotations.NullMarked;
