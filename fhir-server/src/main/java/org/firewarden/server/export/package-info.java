/**
 * {@code $export}: identified records of many patients, for callers whose policy allows bulk (FHIR Bulk Data Access 2.0.0). The
 * kick-off, the job that collects the records through the gate, sealed files for their owner, and their end. HAPI's bulk export has no
 * part in it.
 */
@NullMarked
package org.firewarden.server.export;

import org.jspecify.annotations.NullMarked;
