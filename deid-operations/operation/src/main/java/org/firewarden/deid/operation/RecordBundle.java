package org.firewarden.deid.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.record.RecordQuery;
import org.firewarden.record.RecordRead;
import org.jspecify.annotations.Nullable;

/** Reads one patient's record through the gate, as the caller, and puts it into a Bundle. */
final class RecordBundle {

    private static final List<String> TYPES = List.of(
            "Patient",
            "Condition",
            "Observation",
            "MedicationRequest",
            "Procedure",
            "Encounter",
            "Immunization",
            "AllergyIntolerance",
            "DiagnosticReport");

    /** What came of reading. */
    sealed interface Read {
        /** The record. */
        @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
        record Found(byte[] bundle) implements Read {}

        /** Nothing is here, or nothing that the caller may know of. */
        record Absent(Decision.@Nullable Deny denial) implements Read {}
    }

    private final PatientRecordReader reader;
    private final ObjectMapper json = new ObjectMapper();

    RecordBundle(PatientRecordReader reader) {
        this.reader = reader;
    }

    Read of(Caller caller, String patientId) {
        ObjectNode bundle = json.createObjectNode();
        bundle.put("resourceType", "Bundle");
        bundle.put("type", "collection");
        for (String type : TYPES) {
            RecordRead read = reader.read(caller, patientId, new RecordQuery(type, List.of(), null));
            if (read instanceof RecordRead.Granted granted) {
                granted.resources()
                        .forEach(resource ->
                                bundle.withArray("entry").addObject().set("resource", resource));
            } else if (read instanceof RecordRead.Refused refused) {
                return new Read.Absent(refused.decision());
            } else {
                return new Read.Absent(null);
            }
        }
        try {
            return new Read.Found(json.writeValueAsBytes(bundle));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can be written", e);
        }
    }
}
