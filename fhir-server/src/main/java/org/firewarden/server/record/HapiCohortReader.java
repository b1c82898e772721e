package org.firewarden.server.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.Interaction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.CohortReader;
import org.firewarden.record.TypeFilter;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Reads cohorts from HAPI's storage past the gate's interceptors. */
final class HapiCohortReader implements CohortReader {

    private static final String PATIENT = "Patient";
    private static final Set<String> SHARED =
            Set.of("Location", "Medication", "Organization", "Practitioner", "PractitionerRole", "Substance");
    private static final int IDS_AT_ONCE = 100;
    private static final Set<String> APPROVED = Set.of("active", "approved");
    /** What the audit trail and decisions are made of is nobody's record. */
    private static final Set<String> NOT_OF_THE_RECORD = Set.of("AuditEvent", "Group", "Consent");

    private final FhirContext fhir;
    private final GatedSearch search;
    private final FilteredQueries filters;
    private final GroupMembers groups;
    private final GateKeeper gate;
    private final ObjectMapper json;
    private final Map<String, String> patientParameters = new TreeMap<>();

    HapiCohortReader(
            FhirContext fhir,
            GatedSearch search,
            FilteredQueries filters,
            GroupMembers groups,
            GateKeeper gate,
            ObjectMapper json) {
        this.fhir = fhir;
        this.search = search;
        this.filters = filters;
        this.groups = groups;
        this.gate = gate;
        this.json = json;
        for (String type : fhir.getResourceTypes()) {
            String parameter = patientParameter(fhir.getResourceDefinition(type));
            if (parameter != null && !NOT_OF_THE_RECORD.contains(type)) {
                patientParameters.put(type, parameter);
            }
        }
        patientParameters.put(PATIENT, "_id");
    }

    /** The parameter that leads from a type to its patient (FHIR R4, CompartmentDefinition Patient). */
    private static @Nullable String patientParameter(RuntimeResourceDefinition type) {
        List<RuntimeSearchParam> compartment = type.getSearchParamsForCompartmentName(PATIENT);
        if (compartment.isEmpty()) {
            return null;
        }
        return Stream.of("patient", "subject")
                .filter(name -> type.getSearchParam(name) != null)
                .findFirst()
                .orElseGet(() -> compartment.get(0).getName());
    }

    @Override
    public Set<String> types() {
        return patientParameters.keySet();
    }

    @Override
    public Set<String> sharedTypes() {
        return SHARED;
    }

    @Override
    public void shared(Caller caller, Set<String> references, AuditDraft draft, Consumer<ObjectNode> sink) {
        Map<String, List<String>> byType = new TreeMap<>();
        for (String reference : new TreeSet<>(references)) {
            int slash = reference.indexOf('/');
            String type = slash < 0 ? "" : reference.substring(0, slash);
            if (SHARED.contains(type)) {
                byType.computeIfAbsent(type, t -> new ArrayList<>()).add(reference.substring(slash + 1));
            }
        }
        byType.forEach((type, ids) -> {
            for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
                String some = String.join(",", ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE)));
                search.find(
                        type,
                        Map.of("_id", List.of(some)),
                        request(caller, draft),
                        resource -> sink.accept(tree(resource)));
            }
        });
    }

    @Override
    public Check check(Caller caller, CohortQuery query, AuditDraft draft) {
        List<Problem> problems = new ArrayList<>();
        Set<String> asked = new TreeSet<>(query.types());
        asked.add(PATIENT);
        query.filters().forEach(filter -> asked.add(filter.type()));
        for (String type : asked) {
            if (!patientParameters.containsKey(type) && !SHARED.contains(type)) {
                problems.add(Problem.invalid(
                        "type-unknown", "One of the types is not a FHIR R4 resource type of a patient's record."));
            }
        }
        if (!problems.isEmpty()) {
            return new Check.Refused(400, problems, null);
        }
        for (String type : asked) {
            Decision decision = query.isIdentified()
                    ? gate.decideInBulk(caller, Interaction.SEARCH, type)
                    : gate.decide(caller, Access.toType(Interaction.SEARCH, type));
            if (decision instanceof Decision.Deny deny) {
                return new Check.Refused(
                        403,
                        List.of(Problem.forbidden("forbidden", "One of the types is not open to this caller.")),
                        deny);
            }
        }
        for (TypeFilter filter : query.filters()) {
            if (!patientParameters.containsKey(filter.type())) {
                return new Check.Refused(
                        400,
                        List.of(Problem.invalid("type-unknown", "A filter is about a type of a patient's record.")),
                        null);
            }
            Check.Refused refused = filters.refusal(caller, filter);
            if (refused != null) {
                return refused;
            }
        }
        if (query.since() != null && query.isIdentified()) {
            for (String type : query.types()) {
                Check.Refused refused =
                        filters.refusal(caller, new TypeFilter(type, "_lastUpdated=ge" + query.since()));
                if (refused != null) {
                    return refused;
                }
            }
        }
        String group = query.group();
        if (group != null && groups.of(group).stream().noneMatch(id -> sees(caller, id, query))) {
            // A Group of whom nothing may be seen is not there.
            return new Check.Refused(404, List.of(Problem.notFound("There is no such Group here.")), null);
        }
        return new Check.Admitted();
    }

    @Override
    public List<String> patients(Caller caller, CohortQuery query, AuditDraft draft) {
        if (query.group() != null) {
            return List.copyOf(groups.of(query.group()));
        }
        Set<String> ids = new TreeSet<>();
        List<Map<String, List<String>>> whom =
                query.isIdentified() ? List.of(Map.of()) : alternatives(caller, PATIENT, query, draft);
        for (Map<String, List<String>> conditions : whom) {
            search.find(PATIENT, conditions, request(caller, query, draft), resource -> ids.add(id(resource)));
        }
        return List.copyOf(ids);
    }

    @Override
    public Found read(Caller caller, String patientId, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink) {
        // Of an identified record nothing may be wanted; then looking at the Patient is no disclosure.
        if (!isThere(caller, patientId, query, query.isIdentified() ? new AuditDraft("cohort", "localhost") : draft)) {
            return Found.HIDDEN;
        }
        if (query.isIdentified()) {
            if (query.types().contains(PATIENT)) {
                readType(caller, PATIENT, patientId, query, draft, sink);
            }
        } else if (!readType(caller, PATIENT, patientId, query, draft, sink)) {
            return Found.OTHER;
        }
        for (String type : query.types()) {
            if (!type.equals(PATIENT) && patientParameters.containsKey(type)) {
                readType(caller, type, patientId, query, draft, sink);
            }
        }
        return Found.RECORD;
    }

    private boolean isThere(Caller caller, String patientId, CohortQuery query, AuditDraft draft) {
        boolean[] seen = new boolean[1];
        search.find(
                PATIENT, Map.of("_id", List.of(patientId)), request(caller, query, draft), resource -> seen[0] = true);
        return seen[0];
    }

    /** True if something was found. */
    private boolean readType(
            Caller caller,
            String type,
            String patientId,
            CohortQuery query,
            AuditDraft draft,
            Consumer<ObjectNode> sink) {
        Set<String> seen = new TreeSet<>();
        for (Map<String, List<String>> conditions : alternatives(caller, type, query, draft)) {
            Map<String, List<String>> ofPatient = new LinkedHashMap<>(conditions);
            String parameter = patientParameters.getOrDefault(type, "patient");
            String value = type.equals(PATIENT) ? patientId : PATIENT + "/" + patientId;
            add(ofPatient, parameter, value);
            if (query.since() != null && (query.isIdentified() || !type.equals(PATIENT))) {
                add(ofPatient, "_lastUpdated", "ge" + query.since());
            }
            search.find(type, ofPatient, request(caller, query, draft), resource -> {
                if (seen.add(id(resource))) {
                    sink.accept(tree(resource));
                }
            });
        }
        return !seen.isEmpty();
    }

    private List<Map<String, List<String>>> alternatives(
            Caller caller, String type, CohortQuery query, AuditDraft draft) {
        List<TypeFilter> ofType = query.filters(type);
        return ofType.isEmpty()
                ? List.of(Map.of())
                : ofType.stream()
                        .map(filter -> filters.conditions(caller, filter, draft))
                        .toList();
    }

    @Override
    public void unowned(Caller caller, String type, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink) {
        if (!SHARED.contains(type)) {
            throw new IllegalArgumentException("not a shared type");
        }
        Map<String, List<String>> conditions = new LinkedHashMap<>();
        if (query.since() != null) {
            add(conditions, "_lastUpdated", "ge" + query.since());
        }
        search.find(type, conditions, request(caller, query, draft), resource -> sink.accept(tree(resource)));
    }

    @Override
    public boolean sees(Caller caller, String patientId, CohortQuery query) {
        return isThere(caller, patientId, query, new AuditDraft("cohort", "localhost"));
    }

    @Override
    public Map<String, Instant> consentsChangedSince(Instant instant) {
        return groups.consentsChangedSince(instant);
    }

    @Override
    public int count(Caller caller, TypeFilter filter, AuditDraft draft) {
        Set<String> patients = new TreeSet<>();
        search.find(
                filter.type(),
                filters.conditions(caller, filter, draft),
                request(caller, draft),
                resource -> fhir.newTerser()
                        .getCompartmentOwnersForResource(PATIENT, resource, Set.of())
                        .forEach(owner -> patients.add(owner.getIdPart())));
        return patients.size();
    }

    @Override
    public Optional<String> protocol(Caller caller, @Nullable String wanted, AuditDraft draft) {
        if (caller.fhirUser() == null) {
            return Optional.empty();
        }
        Set<String> studies = new TreeSet<>();
        search.find(
                "ResearchStudy",
                Map.of("principalinvestigator", List.of(caller.fhirUser())),
                request(caller, draft),
                resource -> {
                    JsonNode study = tree(resource);
                    if (APPROVED.contains(study.path("status").asText())) {
                        studies.add("ResearchStudy/" + id(resource));
                    }
                });
        return studies.stream()
                .filter(study -> wanted == null || wanted.equals(study))
                .findFirst();
    }

    private static void add(Map<String, List<String>> conditions, String key, String value) {
        Set<String> all = new LinkedHashSet<>(conditions.getOrDefault(key, List.of()));
        all.add(value);
        conditions.put(key, List.copyOf(all));
    }

    private static RequestDetails request(Caller caller, CohortQuery query, AuditDraft draft) {
        return query.isIdentified() ? RequestContext.inBulk(caller, draft) : request(caller, draft);
    }

    private static RequestDetails request(Caller caller, AuditDraft draft) {
        return RequestContext.as(caller, draft, RestOperationTypeEnum.SEARCH_TYPE);
    }

    private static String id(IBaseResource resource) {
        return resource.getIdElement().getIdPart();
    }

    private ObjectNode tree(IBaseResource resource) {
        try {
            return (ObjectNode) json.readTree(fhir.newJsonParser().encodeResourceToString(resource));
        } catch (JsonProcessingException e) {
            // The message of the cause could quote the resource, so it is left behind.
            throw new IllegalStateException("HAPI wrote a resource that is not JSON");
        }
    }
}
