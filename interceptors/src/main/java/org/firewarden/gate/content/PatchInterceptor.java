package org.firewarden.gate.content;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;

/** Refuses a JSON Patch (RFC 6902) that is none, at which HAPI would fail instead of refusing. */
@Interceptor
public final class PatchInterceptor {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
    private static final Set<String> WITH_FROM = Set.of("move", "copy");

    /** Looks at the body of a patch, and at those in a bundle. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = InterceptorOrder.TRANSACTION_CONTENT)
    public void check(RequestDetails request, RestOperationTypeEnum type) {
        if (type == RestOperationTypeEnum.TRANSACTION && request.getResource() instanceof Bundle bundle) {
            checkEntries(bundle);
            return;
        }
        String contentType = String.valueOf(request.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (type != RestOperationTypeEnum.PATCH || !contentType.startsWith(JSON_PATCH)) {
            return;
        }
        byte[] body = request.loadRequestContents();
        if (body == null || !isPatch(body)) {
            throw Refusals.of(
                    new InvalidRequestException("not a patch"),
                    Problem.invalid("malformed-patch", "The body is not a JSON Patch (RFC 6902)."));
        }
    }

    /** A patch in a bundle is a Binary or, as a FHIRPath Patch, Parameters (FHIR R4, http.html#patch). */
    private static void checkEntries(Bundle bundle) {
        List<Problem> problems = new ArrayList<>();
        int index = 0;
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            boolean isWellFormed = entry.getRequest().getMethod() != Bundle.HTTPVerb.PATCH
                    || entry.getResource() instanceof Parameters
                    || (entry.getResource() instanceof Binary binary && isPatch(binary));
            if (!isWellFormed) {
                problems.add(Problem.invalid(
                        "malformed-patch",
                        "Bundle.entry[" + index + "].resource is neither a Binary with a JSON Patch (RFC 6902) nor"
                                + " Parameters."));
            }
            index++;
        }
        if (!problems.isEmpty()) {
            throw Refusals.of(new InvalidRequestException("not a patch"), problems);
        }
    }

    private static boolean isPatch(Binary binary) {
        byte[] content = binary.getContent();
        String type = String.valueOf(binary.getContentType()).toLowerCase(Locale.ROOT);
        return content != null && type.startsWith(JSON_PATCH) && isPatch(content);
    }

    static boolean isPatch(byte[] body) {
        JsonNode patch;
        try {
            patch = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Not JSON, and so no patch.
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        if (patch == null || !patch.isArray() || patch.isEmpty()) {
            return false;
        }
        for (JsonNode operation : patch) {
            String op = operation.path("op").asText();
            boolean isComplete = op.equals("remove")
                    || (WITH_VALUE.contains(op) && operation.has("value"))
                    || (WITH_FROM.contains(op) && isPointer(operation.get("from")));
            if (!isComplete || !isPointer(operation.get("path"))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPointer(@Nullable JsonNode pointer) {
        return pointer != null
                && pointer.isTextual()
                && (pointer.asText().isEmpty() || pointer.asText().startsWith("/"));
    }
}
