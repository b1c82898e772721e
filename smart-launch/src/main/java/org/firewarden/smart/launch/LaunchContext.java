package org.firewarden.smart.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an app is opened for (SMART App Launch 2.2, Launch context arrives with your access token). Held as the JSON that stands
 * beside the access token, after {@link LaunchContextReader} has checked each member. What it says of a patient opens nothing:
 * the gate still decides.
 */
public final class LaunchContext {

    /** Nothing. */
    public static final LaunchContext NONE = new LaunchContext(JsonNodeFactory.instance.objectNode());

    static final String PATIENT = "patient";
    static final String ENCOUNTER = "encounter";
    static final String FHIR_CONTEXT = "fhirContext";
    static final String NEED_PATIENT_BANNER = "need_patient_banner";
    static final String INTENT = "intent";
    static final String STYLE_URL = "smart_style_url";
    static final String TENANT = "tenant";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode json;

    LaunchContext(ObjectNode json) {
        this.json = json;
    }

    /** Reads what {@link #toJson} was stored as. */
    public static LaunchContext ofStored(String stored) {
        try {
            return new LaunchContext((ObjectNode) JSON.readTree(stored));
        } catch (JsonProcessingException e) {
            // The cause would quote the text, so it is left behind.
            throw new IllegalStateException("a stored launch context is not JSON");
        }
    }

    /** The logical id of the patient, if there is one in context. */
    public @Nullable String patientId() {
        return text(PATIENT);
    }

    /** The logical id of the encounter, if there is one in context. */
    public @Nullable String encounterId() {
        return text(ENCOUNTER);
    }

    /** The organisation, if it is stated. */
    public @Nullable String tenant() {
        return text(TENANT);
    }

    /** The same with this patient. */
    public LaunchContext withPatient(@Nullable String patientId) {
        return with(PATIENT, patientId);
    }

    /** The same with this encounter. */
    public LaunchContext withEncounter(@Nullable String encounterId) {
        return with(ENCOUNTER, encounterId);
    }

    /** The same with what this server says of itself where the EHR has said nothing. */
    public LaunchContext withDefaults(@Nullable String styleUrl, @Nullable String tenant) {
        LaunchContext styled = json.has(STYLE_URL) ? this : with(STYLE_URL, styleUrl);
        return json.has(TENANT) ? styled : styled.with(TENANT, tenant);
    }

    /** The same with a banner asked for, unless the EHR has said whether one is needed. */
    public LaunchContext withBanner() {
        if (json.has(NEED_PATIENT_BANNER)) {
            return this;
        }
        ObjectNode copy = json.deepCopy();
        copy.put(NEED_PATIENT_BANNER, true);
        return new LaunchContext(copy);
    }

    /** The members as they stand in a token response; a copy. */
    public ObjectNode toJson() {
        return json.deepCopy();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LaunchContext context && context.json.equals(json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Says nothing of what is in it. */
    @Override
    public String toString() {
        return "LaunchContext";
    }

    private LaunchContext with(String name, @Nullable String value) {
        ObjectNode copy = json.deepCopy();
        if (value == null) {
            copy.remove(name);
        } else {
            copy.put(name, value);
        }
        return new LaunchContext(copy);
    }

    private @Nullable String text(String name) {
        return Optional.ofNullable(json.get(name)).map(JsonNode::asText).orElse(null);
    }
}
