package org.firewarden.ledger.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.ledger.event.ContentKeys;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;

/**
 * FHIR {@code AuditEvent}: read and search on the ledger, newest first, no write. A page begins after an event and not at a
 * number, so that paging is stable while events keep coming.
 */
public final class AuditEventProvider implements IResourceProvider {

    private static final String PAGE = "_page";

    private final AuditEventTable table;
    private final PatientIdentifiers patients;
    private final AuditSource source;
    private final AuditEventView view;
    private final PageToken pages;

    /** Reads this table. */
    public AuditEventProvider(
            AuditEventTable table,
            ContentKeys keys,
            SecureRandom random,
            PatientIdentifiers patients,
            AuditSource source) {
        this.table = table;
        this.patients = patients;
        this.source = source;
        this.view = new AuditEventView(source);
        this.pages = new PageToken(keys, random);
    }

    @Override
    public Class<? extends IBaseResource> getResourceType() {
        return AuditEvent.class;
    }

    /** Reads one event. */
    @Read
    public AuditEvent read(@IdParam IdType id, RequestDetails request) {
        AuditViewer viewer = viewer(request, Interaction.READ);
        OpenedEvent event = uuid(id.getIdPart())
                .flatMap(table::read)
                .flatMap(viewer::shown)
                .orElseThrow(() -> new ResourceNotFoundException("no such event"));
        RequestContext.draft(request)
                .ifPresent(draft -> draft.patients(event.entry().patientIds()));
        return view.of(event);
    }

    /** Searches by the parameters of {@link AuditParameters}. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        AuditViewer viewer = viewer(request, Interaction.SEARCH);
        String subject = RequestContext.caller(request).map(Caller::subject).orElse("");
        Map<String, List<String>> parameters = parameters(request, subject);
        List<Problem> unanswerable = viewer.unanswerable(parameters);
        if (!unanswerable.isEmpty()) {
            // Before anything is looked up, so that neither the answer nor the ledger says whom the parameters mean.
            throw Refusals.of(new InvalidRequestException("query not answered"), unanswerable);
        }
        AuditQuestion question = new AuditParameters(table::interactions, patients, source).read(parameters);
        if (question instanceof AuditQuestion.NotUnderstood bad) {
            throw Refusals.of(new InvalidRequestException("query not understood"), bad.problems());
        }
        AuditQuestion.Understood asked = (AuditQuestion.Understood) question;
        RequestContext.draft(request).ifPresent(draft -> note(draft, asked));
        if (asked.after() != null && !table.has(asked.after())) {
            throw invalid("Parameter _after takes the id of an event.");
        }
        AuditSearch search = viewer.limit(asked.search());
        List<OpenedEvent> events = table.page(search, asked.after(), asked.count() + 1);
        Bundle bundle = new Bundle().setType(Bundle.BundleType.SEARCHSET);
        if (asked.isCounted()) {
            bundle.setTotal(Math.toIntExact(Math.min(table.count(search), Integer.MAX_VALUE)));
        }
        String base = request.getFhirServerBase() + "/AuditEvent";
        for (OpenedEvent event : events.subList(0, Math.min(events.size(), asked.count()))) {
            viewer.shown(event)
                    .ifPresent(shown -> bundle.addEntry()
                            .setFullUrl(base + "/" + shown.id())
                            .setResource(view.of(shown))
                            .getSearch()
                            .setMode(Bundle.SearchEntryMode.MATCH));
        }
        addLinks(bundle, base, asked, events, subject);
        return bundle;
    }

    private void addLinks(
            Bundle bundle, String base, AuditQuestion.Understood asked, List<OpenedEvent> events, String subject) {
        Map<String, List<String>> parameters = new TreeMap<>(asked.parameters());
        if (asked.after() != null) {
            parameters.put("_after", List.of(asked.after().toString()));
        }
        bundle.addLink().setRelation("self").setUrl(link(base, parameters, subject));
        if (asked.count() > 0 && events.size() > asked.count()) {
            parameters.put("_after", List.of(events.get(asked.count() - 1).id().toString()));
            bundle.addLink().setRelation("next").setUrl(link(base, parameters, subject));
        }
    }

    private String link(String base, Map<String, List<String>> parameters, String subject) {
        return base + "?" + PAGE + "=" + URLEncoder.encode(pages.of(parameters, subject), StandardCharsets.UTF_8);
    }

    /** The parameters that were sent, or those that a page's link holds. */
    private Map<String, List<String>> parameters(RequestDetails request, String subject) {
        Map<String, List<String>> sent = new HashMap<>();
        request.getParameters().forEach((name, values) -> sent.put(name, Arrays.asList(values)));
        List<String> page = sent.get(PAGE);
        if (page == null) {
            return sent;
        }
        return pages.open(String.join("", page), subject)
                .orElseThrow(
                        () -> invalid("Parameter _page takes what a link of this server says, for who was given it."));
    }

    /** Whose trail was looked at is known afterwards. */
    private static void note(AuditDraft draft, AuditQuestion.Understood asked) {
        draft.patients(asked.patients());
        draft.cleanedQuery(
                "AuditEvent?" + asked.parameters().keySet().stream().sorted().collect(Collectors.joining("&")));
    }

    private static AuditViewer viewer(RequestDetails request, Interaction interaction) {
        Optional<Caller> caller = RequestContext.caller(request);
        return caller.flatMap(who -> AuditViewer.of(who, interaction)).orElseThrow(() -> {
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.denied((Decision.Deny) Decision.deny(DenialReason.ROLE)));
            return Refusals.of(
                    new ForbiddenOperationException("not an auditor"),
                    Problem.forbidden("forbidden", "This is not allowed."));
        });
    }

    private static InvalidRequestException invalid(String text) {
        return Refusals.of(
                new InvalidRequestException("query not understood"), Problem.invalid("invalid-parameter", text));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            // Not the shape of an event's id, so no event has it.
            return Optional.empty();
        }
    }
}
