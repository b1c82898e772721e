package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.query.QueryPlan;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Puts the queries of a batch or transaction through the firewall: searches, conditional writes, and references that are
 * searches (FHIR R4, Transaction, Conditional references). Each is written back in the form that was checked.
 */
final class BundleQueries {

    private static final String KEY = BundleQueries.class.getName();
    private static final Set<String> HARMLESS = Set.of("_format", "_pretty");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int USUAL_PAGE = 20;
    private static final Pattern CONDITIONAL_REFERENCE = Pattern.compile("([A-Z][A-Za-z]+)\\?(.*)", Pattern.DOTALL);

    private final FhirContext fhir;
    private final Queries queries;
    private final ConditionalWrites conditionalWrites;

    BundleQueries(FhirContext fhir, Queries queries, ConditionalWrites conditionalWrites) {
        this.fhir = fhir;
        this.queries = queries;
        this.conditionalWrites = conditionalWrites;
    }

    /** What the caller wrote in an entry that was rewritten. */
    private record Asked(String url, @Nullable Integer total) {}

    /** What became of the searches of a bundle, by the position of their entries. */
    private record AskedOf(Map<Integer, Asked> byPosition) {}

    /** Checks each query and writes it back. */
    void check(RequestDetails request, Caller caller, Bundle bundle, List<TransactionEntries.Entry> entries) {
        Map<Integer, Asked> asked = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            TransactionEntries.Entry entry = entries.get(i);
            Bundle.BundleEntryComponent component = bundle.getEntry().get(i);
            if (!entry.interaction().isWrite()) {
                Asked search = checkSearch(request, caller, component.getRequest(), entry);
                if (search != null) {
                    asked.put(i, search);
                }
            } else {
                checkWrite(request, caller, component.getRequest(), entry);
                if (component.getResource() != null) {
                    resolveReferences(request, caller, component.getResource());
                }
            }
        }
        request.getUserData().put(KEY, new AskedOf(asked));
        QueryInterceptor.pass(request);
    }

    /** Shows the caller's own words in the links of an answer, and the totals that were counted. */
    static void restore(RequestDetails request, Bundle answer) {
        Map<Integer, Asked> asked = request.getUserData().get(KEY) instanceof AskedOf of ? of.byPosition() : Map.of();
        for (int i = 0; i < answer.getEntry().size(); i++) {
            if (!(answer.getEntry().get(i).getResource() instanceof Bundle inner)) {
                continue;
            }
            inner.setTotalElement(null);
            Asked search = asked.get(i);
            if (search != null) {
                Bundle.BundleLinkComponent self = inner.getLink(Bundle.LINK_SELF);
                if (self != null) {
                    self.setUrl(request.getFhirServerBase() + "/" + search.url);
                }
                inner.getLink()
                        .removeIf(link -> link.getUrl() != null && link.getUrl().contains("_offset="));
                if (search.total != null) {
                    inner.setTotal(search.total);
                }
            }
        }
    }

    private @Nullable Asked checkSearch(
            RequestDetails request,
            Caller caller,
            Bundle.BundleEntryRequestComponent component,
            TransactionEntries.Entry entry) {
        if (entry.resourceId() != null
                || entry.query() == null
                || entry.resourceType().equals("AuditEvent")) {
            return null;
        }
        Map<String, List<String>> query = Queries.parse(entry.query());
        QueryPlan plan = queries.admit(request, caller, entry.resourceType(), query);
        Queries.Executable executable = queries.execute(request, caller, plan, query);
        String url = component.getUrl();
        Map<String, List<String>> page = queries.pageByIds(request, caller, plan, executable, pageSize(request, query));
        component.setUrl(entry.resourceType() + "?" + Queries.toText(page));
        return page.equals(query) ? null : new Asked(url.startsWith("/") ? url.substring(1) : url, executable.total());
    }

    /** As HAPI reads it; of what is no number it makes its usual page. */
    private static int pageSize(RequestDetails request, Map<String, List<String>> query) {
        List<String> counts = query.getOrDefault("_count", List.of());
        Integer usual = request.getServer().getDefaultPageSize();
        Integer greatest = request.getServer().getMaximumPageSize();
        int size = counts.size() == 1 && NUMBER.matcher(counts.get(0)).matches()
                ? Integer.parseInt(counts.get(0))
                : usual == null ? USUAL_PAGE : usual;
        return greatest == null ? size : Math.min(size, greatest);
    }

    private void checkWrite(
            RequestDetails request,
            Caller caller,
            Bundle.BundleEntryRequestComponent component,
            TransactionEntries.Entry entry) {
        Map<String, List<String>> query = Queries.parse(entry.query() == null ? "" : entry.query());
        boolean isByUrl = entry.type() != RestOperationTypeEnum.CREATE && entry.resourceId() == null;
        if (!isByUrl && !HARMLESS.containsAll(query.keySet())) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.QUERY_CLOSED, null));
        }
        if (isByUrl) {
            component.setUrl(conditionalWrites.condition(request, caller, entry.type(), entry.resourceType(), query));
        } else if (entry.type() == RestOperationTypeEnum.CREATE && component.hasIfNoneExist()) {
            component.setIfNoneExist(conditionalWrites.condition(
                    request,
                    caller,
                    entry.type(),
                    entry.resourceType(),
                    ConditionalWrites.parse(component.getIfNoneExist(), entry.resourceType())));
        }
    }

    /** A reference to nothing that the caller sees looks like one to nothing. */
    private void resolveReferences(RequestDetails request, Caller caller, IBaseResource resource) {
        for (ResourceReferenceInfo info : fhir.newTerser().getAllResourceReferences(resource)) {
            IBaseReference reference = info.getResourceReference();
            String text = reference.getReferenceElement().getValue();
            if (text == null || text.indexOf('?') < 0) {
                continue;
            }
            Matcher conditional = CONDITIONAL_REFERENCE.matcher(text);
            String target = conditional.matches() && fhir.getResourceTypes().contains(conditional.group(1))
                    ? conditionalWrites.target(
                            request, caller, conditional.group(1), Queries.parse(conditional.group(2)))
                    : null;
            if (target == null) {
                throw Refusals.of(
                        new UnprocessableEntityException("reference leads nowhere"), Refusals.referenceIsNotHere());
            }
            reference.setReference(target);
        }
    }
}
