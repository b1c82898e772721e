package org.firewarden.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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
     * Decides whether the caller may read each of these resources of this patient, and all of each, for what was computed from them:
     * scopes, policy, care and Consents are asked as for a stored resource with the same content. Their labels are those that they carry,
     * that their codes imply, and that are stored here under the same id. What cannot be read as FHIR is denied.
     *
     * @param patientId the logical id, without type
     * @param resources FHIR R4 resources as JSON trees
     */
    Decision mayReadEach(Caller caller, String patientId, List<ObjectNode> resources);

    /**
     * Reads a part of the record.
     *
     * @param patientId the logical id, without type
     * @throws RecordTooLargeException if more than {@link #MAXIMUM_RESOURCES} resources match
     */
    RecordRead read(Caller caller, String patientId, RecordQuery query);
}
