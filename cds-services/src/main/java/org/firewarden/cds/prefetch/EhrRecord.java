package org.firewarden.cds.prefetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.firewarden.cds.hook.FhirAuthorization;
import org.firewarden.cds.hook.HookRequest;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.phi.Phi;
import org.firewarden.record.PatientRecordReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads what is missing from the EHR's own FHIR server with the token that it gave for this call (CDS Hooks 2.0.1, FHIR
 * Resource Access). Only a server on the allow-list is asked; only addresses below its base are followed, page by page, up to a
 * bound; no reference is. What comes back is checked like supplied prefetch. A failure is the same as no answer.
 */
@Component
final class EhrRecord {

    private static final Logger LOG = LoggerFactory.getLogger(EhrRecord.class);
    private static final int LARGEST_PAGE = 4 * 1024 * 1024;
    private static final int MOST_PAGES = 20;
    private static final int MAXIMUM_NESTING = 200;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_NESTING)
                    .build())
            .build());

    private final OutboundAddresses addresses;
    private final OutboundCalls calls;

    EhrRecord(OutboundAddresses addresses, OutboundCalls calls) {
        this.addresses = addresses;
        this.calls = calls;
    }

    /** Reads the answer to a prefetch template, or nothing if this EHR's server may not be asked or does not answer well. */
    SuppliedKey read(HookRequest request, String template, String resourceType, PatientMatch match) {
        URI base = request.fhirServer();
        FhirAuthorization authorization = request.authorization();
        if (base == null
                || authorization == null
                || !addresses.decide(base.toString()).isAllowed()) {
            return new SuppliedKey.NotSatisfied();
        }
        Optional<URI> first = resolve(base, template, request);
        if (first.isEmpty()) {
            return new SuppliedKey.NotSatisfied();
        }
        try {
            JsonNode answer = fetchAll(base, first.get(), authorization.token());
            SuppliedKey read = SuppliedKey.read(answer, resourceType, match);
            return read instanceof SuppliedKey.Satisfied ? read : new SuppliedKey.NotSatisfied();
        } catch (IOException e) {
            // The EHR's server is no part of ours: what it does not give is asked for by 412, or read here.
            LOG.info("An EHR's FHIR server gave no data: {}", e.getClass().getSimpleName());
            return new SuppliedKey.NotSatisfied();
        }
    }

    /** The address of a template, or empty if it needs what the context does not hold. */
    private static Optional<URI> resolve(URI base, String template, HookRequest request) {
        String encounterId = request.encounterId();
        String resolved = template.replace("{{context.patientId}}", request.patientId());
        if (encounterId != null) {
            resolved = resolved.replace("{{context.encounterId}}", encounterId);
        }
        if (resolved.contains("{{")) {
            return Optional.empty();
        }
        return Optional.of(URI.create(base + "/" + resolved.replace("|", "%7C")));
    }

    private @Nullable JsonNode fetchAll(URI base, URI first, Phi<String> token) throws IOException {
        JsonNode page = fetch(first, token);
        if (!"Bundle".equals(page.path("resourceType").textValue())) {
            return page;
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode().put("resourceType", "Bundle");
        ArrayNode entries = whole.putArray("entry");
        Set<URI> seen = new HashSet<>(Set.of(first));
        while (true) {
            page.path("entry").forEach(entries::add);
            if (entries.size() > PatientRecordReader.MAXIMUM_RESOURCES) {
                throw new IOException("too many resources");
            }
            Optional<URI> next = next(page, base);
            if (next.isEmpty()) {
                return whole;
            }
            if (seen.size() >= MOST_PAGES || !seen.add(next.get())) {
                throw new IOException("too many pages");
            }
            page = fetch(next.get(), token);
        }
    }

    /** The next page, which must lie below the base: a token is sent nowhere else. */
    private static Optional<URI> next(JsonNode page, URI base) throws IOException {
        for (JsonNode link : page.path("link")) {
            if ("next".equals(link.path("relation").textValue())) {
                try {
                    URI address = base.resolve(new URI(link.path("url").asText("")));
                    if (!isBelow(address, base)) {
                        throw new IOException("a page lies elsewhere");
                    }
                    return Optional.of(address);
                } catch (URISyntaxException e) {
                    throw new IOException("a page has no address");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBelow(URI address, URI base) {
        String path = address.normalize().getRawPath();
        boolean isWithin = path != null
                && (path.equals(base.getRawPath()) || path.startsWith(base.getRawPath() + "/"))
                && !address.getRawPath().toLowerCase(Locale.ROOT).contains("%2e");
        return isWithin
                && address.getUserInfo() == null
                && base.getScheme().equalsIgnoreCase(address.getScheme())
                && base.getRawAuthority().equalsIgnoreCase(address.getRawAuthority());
    }

    private JsonNode fetch(URI address, Phi<String> token) throws IOException {
        String body = calls.get(address, LARGEST_PAGE, token).body();
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // The parser's message quotes the body.
            throw new IOException("not JSON");
        }
    }
}
