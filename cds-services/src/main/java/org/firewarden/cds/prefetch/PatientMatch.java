package org.firewarden.cds.prefetch;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a resource is about the patient in context. A reference counts if it is {@code Patient/{id}}, the same
 * below the EHR's own base (any base, if the request names none), or a {@code urn:} under which the EHR itself sent that
 * patient. What cannot be told, such as a reference by identifier alone, counts as another patient's.
 */
final class PatientMatch {

    private static final Pattern REFERENCE = Pattern.compile("(?:(https?://.+)/)?Patient/([^/]+)(?:/_history/[^/]+)?");

    private final String patientId;
    private final @Nullable String ownBase;
    private final Set<String> urns = new HashSet<>();

    PatientMatch(String patientId, @Nullable URI fhirServer) {
        this.patientId = patientId;
        this.ownBase = fhirServer == null ? null : fhirServer.toString();
        urns.add("urn:uuid:" + patientId);
    }

    /** Learns under which {@code urn:} names a Bundle carries the patient in context. */
    void learnUrns(JsonNode bundle) {
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            String fullUrl = entry.path("fullUrl").asText("");
            if (isPatient(resource) && isOwn(resource) && fullUrl.startsWith("urn:")) {
                urns.add(fullUrl);
            }
        }
    }

    /** True if the resource is the patient in context, or is about this patient and no other. */
    boolean isOwn(JsonNode resource) {
        if (isPatient(resource)) {
            return patientId.equals(resource.path("id").textValue());
        }
        JsonNode subject = resource.path("subject");
        JsonNode patient = resource.path("patient");
        boolean isAboutSomebody = !subject.isMissingNode() || !patient.isMissingNode();
        return isAboutSomebody && isOwnReference(subject) && isOwnReference(patient);
    }

    /**
     * True if a draft of the context is about the patient in context and no other, or about no patient at all, such as a
     * Medication that an order refers to.
     */
    boolean isOwnDraft(JsonNode draft) {
        if (isAboutPatient(draft)) {
            return isOwn(draft);
        }
        if (draft.has("for")) {
            return isOwnReference(draft.path("for"));
        }
        return !"Appointment".equals(draft.path("resourceType").textValue()) || isOwnAppointment(draft);
    }

    /** Others than patients take part too; of patients, only the one in context. */
    private boolean isOwnAppointment(JsonNode appointment) {
        boolean isAboutPatient = false;
        for (JsonNode participant : appointment.path("participant")) {
            String reference = participant.path("actor").path("reference").asText("");
            if (urns.contains(reference) || reference.contains("Patient/")) {
                isAboutPatient = true;
                if (!isOwnReference(participant.path("actor"))) {
                    return false;
                }
            }
        }
        return isAboutPatient;
    }

    /** True if the resource is about some patient, or is one. */
    static boolean isAboutPatient(JsonNode resource) {
        return isPatient(resource) || resource.has("subject") || resource.has("patient");
    }

    private boolean isOwnReference(JsonNode reference) {
        if (reference.isMissingNode()) {
            return true;
        }
        String text = reference.path("reference").asText("");
        if (urns.contains(text)) {
            return true;
        }
        Matcher matcher = REFERENCE.matcher(text);
        if (!matcher.matches() || !patientId.equals(matcher.group(2))) {
            return false;
        }
        String base = matcher.group(1);
        return base == null || ownBase == null || base.equals(ownBase);
    }

    private static boolean isPatient(JsonNode resource) {
        return "Patient".equals(resource.path("resourceType").textValue());
    }
}
