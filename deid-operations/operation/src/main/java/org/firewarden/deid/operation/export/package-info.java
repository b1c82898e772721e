/**
 * {@code $deidentify} for many patients: the kick-off, the job that collects their records through the gate, has the engine
 * de-identify them and releases a data set, and the Bulk Data manifest of its status.
 */
@NullMarked
package org.firewarden.deid.operation.export;

import org.jspecify.annotations.NullMarked;
