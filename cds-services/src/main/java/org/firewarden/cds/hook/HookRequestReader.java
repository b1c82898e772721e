package org.firewarden.cds.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.cds.settings.SecureUrl;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads a hook request and finds all its problems at once (CDS Hooks 2.0.1, HTTP Request; hook {@code patient-view}). No
 * problem repeats what was sent.
 */
public final class HookRequestReader {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    /** A user who could not be matched with the actor of a Consent would slip past it. */
    private static final Pattern USER_ID =
            Pattern.compile("(?:Practitioner|PractitionerRole|Patient|RelatedPerson)/[A-Za-z0-9\\-.]{1,64}");

    private final ObjectNode body;
    private final List<Problem> problems = new ArrayList<>();

    private HookRequestReader(ObjectNode body) {
        this.body = body;
    }

    /**
     * Reads the body of a call.
     *
     * @param expectedHook the hook of the service that is called
     * @return the request, or 400 with every problem
     */
    public static Checked<HookRequest> read(ObjectNode body, String expectedHook) {
        return new HookRequestReader(body).read(expectedHook);
    }

    private Checked<HookRequest> read(String expectedHook) {
        String hook = text(body, "hook");
        if (hook == null) {
            require("hook", "is required and names the hook");
        } else if (!hook.equals(expectedHook)) {
            problems.add(Problem.invalid("hook-mismatch", "The hook of the request is not the hook of this service."));
        }
        String hookInstance = matching(body, "hookInstance", "hookInstance", UUID_FORM, "is required and is a UUID");
        JsonNode context = body.path("context");
        if (!context.isObject()) {
            require("context", "is required and is an object");
        }
        String userId = matching(
                context,
                "userId",
                "context.userId",
                USER_ID,
                "is required and is a reference such as Practitioner/123");
        String patientId = matching(context, "patientId", "context.patientId", FHIR_ID, "is required and is a FHIR id");
        String encounterId = isAbsent(context, "encounterId")
                ? null
                : matching(context, "encounterId", "context.encounterId", FHIR_ID, "is a FHIR id");
        URI fhirServer = readFhirServer();
        Map<String, JsonNode> prefetch = readPrefetch();
        if (!problems.isEmpty() || hook == null || hookInstance == null || userId == null || patientId == null) {
            return Checked.refused(Refusal.badRequest(problems));
        }
        return Checked.valid(new HookRequest(
                hook, UUID.fromString(hookInstance), userId, patientId, encounterId, fhirServer, Phi.of(prefetch)));
    }

    private @Nullable URI readFhirServer() {
        if (!isAbsent(body, "fhirAuthorization")) {
            if (!body.path("fhirAuthorization").isObject()) {
                require("fhirAuthorization", "is an object");
            }
            if (isAbsent(body, "fhirServer")) {
                require("fhirServer", "is required with fhirAuthorization");
            }
        }
        if (isAbsent(body, "fhirServer")) {
            return null;
        }
        Optional<SecureUrl> url = Optional.ofNullable(text(body, "fhirServer")).flatMap(SecureUrl::parse);
        if (url.isEmpty()) {
            require("fhirServer", "is an https URL");
            return null;
        }
        String base = url.get().value().toString();
        return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
    }

    private Map<String, JsonNode> readPrefetch() {
        Map<String, JsonNode> prefetch = new LinkedHashMap<>();
        if (isAbsent(body, "prefetch")) {
            return prefetch;
        }
        JsonNode sent = body.path("prefetch");
        if (!sent.isObject()) {
            require("prefetch", "is an object");
            return prefetch;
        }
        sent.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                prefetch.put(entry.getKey(), JsonNodeFactory.instance.nullNode());
            } else if (value.isObject() && value.path("resourceType").isTextual()) {
                prefetch.put(entry.getKey(), value);
            } else {
                problems.add(Problem.invalid("prefetch", "Each prefetch value is a FHIR resource or null."));
            }
        });
        return prefetch;
    }

    private @Nullable String matching(JsonNode parent, String field, String path, Pattern form, String demand) {
        String value = text(parent, field);
        if (value == null || !form.matcher(value).matches()) {
            require(path, demand);
            return null;
        }
        return value;
    }

    private void require(String path, String demand) {
        problems.add(Problem.invalid("bad-field", "The field " + path + " " + demand + "."));
    }

    private static @Nullable String text(JsonNode parent, String field) {
        return parent.path(field).textValue();
    }

    private static boolean isAbsent(JsonNode parent, String field) {
        return parent.path(field).isMissingNode() || parent.path(field).isNull();
    }
}
