package org.firewarden.record;

import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;

/** Reads one patient's record through the gate. */
public interface PatientRecordReader {

    /** How many resources one query answers at the most; more is an error, never a silent cut. */
    int MAXIMUM_RESOURCES = 1000;

    /**
     * Decides whether the caller may read resources of these types of this patient, for a caller that brings the data itself
     * (CDS Hooks prefetch). A patient whom this server does not know has no Consent here; the caller's scopes still bind.
     *
     * @param patientId the logical id, without type
     */
    Decision mayRead(Caller caller, String patientId, Set<String> resourceTypes);

    /**
     * Reads a part of the record.
     *
     * @param patientId the logical id, without type
     * @throws RecordTooLargeException if more than {@link #MAXIMUM_RESOURCES} resources match
     */
    RecordRead read(Caller caller, String patientId, RecordQuery query);
}
