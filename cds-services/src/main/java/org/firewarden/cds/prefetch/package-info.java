/**
 * One patient's chart for one hook call: what the EHR supplied, checked to be the context patient's, and what is missing,
 * read through the gate (CDS Hooks 2.0.1, Prefetch). The gate is asked for supplied data too. Knows no model and no HTTP,
 * and never calls the EHR's FHIR server.
 */
@NullMarked
package org.firewarden.cds.prefetch;

import org.jspecify.annotations.NullMarked;
