package org.firewarden.cds.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.cds.settings.SecureUrl;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads a hook request and finds all its problems at once (CDS Hooks 2.0.1, HTTP Request). Fields that are not known are
 * tolerated. No problem repeats what was sent.
 */
public final class HookRequestReader {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    /** The characters of RFC 6750, Section 2.1. */
    private static final Pattern BEARER_TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]{1,16384}=*");

    private static final Pattern BEARER = Pattern.compile("(?i)bearer");
    private static final Pattern ANY_TEXT = Pattern.compile("(?s).{1,16384}");

    private final ObjectNode body;
    private final RequestFields fields = new RequestFields();

    private HookRequestReader(ObjectNode body) {
        this.body = body;
    }

    /**
     * Reads the body of a call.
     *
     * @param accepted the hooks of the service that is called
     * @return the request, or 400 with every problem
     */
    public static Checked<HookRequest> read(ObjectNode body, Set<Hook> accepted) {
        return new HookRequestReader(body).read(accepted);
    }

    private Checked<HookRequest> read(Set<Hook> accepted) {
        Hook hook = readHook(accepted);
        String instance = fields.matching(body, "hookInstance", "hookInstance", UUID_FORM, "is required and is a UUID");
        JsonNode context = body.path("context");
        if (!context.isObject()) {
            fields.demand("context", "is required and is an object");
        }
        // A request that names no hook of ours is still told what else is wrong with it, as far as all hooks agree.
        ContextReader reader = new ContextReader(context, hook == null ? Hook.PATIENT_VIEW : hook, fields);
        String userId = reader.userId();
        String patientId = reader.patientId();
        String encounterId = reader.encounterId();
        List<ObjectNode> drafts = reader.drafts();
        Set<String> selections = reader.selections(drafts);
        URI fhirServer = readFhirServer();
        FhirAuthorization authorization = readAuthorization(patientId);
        Map<String, JsonNode> prefetch = readPrefetch();
        if (!fields.problems().isEmpty() || hook == null || instance == null || patientId == null) {
            return Checked.refused(Refusal.badRequest(fields.problems()));
        }
        return Checked.valid(new HookRequest(
                hook,
                UUID.fromString(instance),
                userId,
                patientId,
                encounterId,
                fhirServer,
                authorization,
                Phi.of(drafts),
                selections,
                Phi.of(prefetch)));
    }

    private @Nullable Hook readHook(Set<Hook> accepted) {
        String name = RequestFields.text(body, "hook");
        if (name == null) {
            fields.demand("hook", "is required and names the hook");
            return null;
        }
        Optional<Hook> hook = Hook.ofCode(name).filter(accepted::contains);
        if (hook.isEmpty()) {
            fields.add(Problem.invalid("hook-mismatch", "The hook of the request is not the hook of this service."));
        }
        return hook.orElse(null);
    }

    private @Nullable URI readFhirServer() {
        if (RequestFields.isAbsent(body, "fhirServer")) {
            if (!RequestFields.isAbsent(body, "fhirAuthorization")) {
                fields.demand("fhirServer", "is required with fhirAuthorization");
            }
            return null;
        }
        Optional<SecureUrl> url =
                Optional.ofNullable(RequestFields.text(body, "fhirServer")).flatMap(SecureUrl::parse);
        if (url.isEmpty() || url.get().value().getRawQuery() != null) {
            fields.demand("fhirServer", "is an https URL without a query");
            return null;
        }
        String base = url.get().value().toString();
        return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
    }

    private @Nullable FhirAuthorization readAuthorization(@Nullable String patientId) {
        if (RequestFields.isAbsent(body, "fhirAuthorization")) {
            return null;
        }
        JsonNode sent = body.path("fhirAuthorization");
        if (!sent.isObject()) {
            fields.demand("fhirAuthorization", "is an object");
            return null;
        }
        String path = "fhirAuthorization.";
        String token = fields.matching(
                sent, "access_token", path + "access_token", BEARER_TOKEN, "is required and is a bearer token");
        fields.matching(sent, "token_type", path + "token_type", BEARER, "is required and is Bearer");
        fields.matching(sent, "scope", path + "scope", ANY_TEXT, "is required and is a text");
        fields.matching(sent, "subject", path + "subject", ANY_TEXT, "is required and is a text");
        if (!sent.path("expires_in").isIntegralNumber()
                || sent.path("expires_in").asLong() <= 0) {
            fields.demand(path + "expires_in", "is required and is a whole number of seconds");
        }
        if (!RequestFields.isAbsent(sent, "patient")
                && patientId != null
                && !patientId.equals(RequestFields.text(sent, "patient"))) {
            fields.demand(path + "patient", "is context.patientId");
        }
        return token == null ? null : new FhirAuthorization(Phi.of(token));
    }

    private Map<String, JsonNode> readPrefetch() {
        Map<String, JsonNode> prefetch = new LinkedHashMap<>();
        if (RequestFields.isAbsent(body, "prefetch")) {
            return prefetch;
        }
        JsonNode sent = body.path("prefetch");
        if (!sent.isObject()) {
            fields.demand("prefetch", "is an object");
            return prefetch;
        }
        sent.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                prefetch.put(entry.getKey(), JsonNodeFactory.instance.nullNode());
            } else if (value.isObject() && value.path("resourceType").isTextual()) {
                prefetch.put(entry.getKey(), value);
            } else {
                fields.add(Problem.invalid("prefetch", "Each prefetch value is a FHIR resource or null."));
            }
        });
        return prefetch;
    }
}
