package org.firewarden.cds.prefetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.cds.hook.HookRequest;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.problem.Problem;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.record.RecordQuery;
import org.firewarden.record.RecordRead;
import org.firewarden.record.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Assembles the chart of the patient in context. The order matters: first drafts and supplied data are checked to be this
 * patient's, then the gate is asked for all that the models read, then what is missing is read: from the EHR that offers it,
 * else here. Nothing is read for a request whose own data is bad, and supplied data is no way around a Consent.
 */
@Component
public final class ChartAssembly {

    private final PatientRecordReader records;
    private final EhrRecord ehr;
    private final CdsSettings settings;

    ChartAssembly(PatientRecordReader records, EhrRecord ehr, CdsSettings settings) {
        this.records = records;
        this.ehr = ehr;
        this.settings = settings;
    }

    /** Assembles what the plan names. */
    public Assembly assemble(PrefetchPlan plan, Caller caller, HookRequest request) {
        PatientMatch match = new PatientMatch(request.patientId(), request.fhirServer());
        Map<String, SuppliedKey> supplied = readSupplied(plan, request, match);
        List<Problem> problems = problemsOf(supplied, request, match);
        if (!problems.isEmpty()) {
            return new Assembly.BadPrefetch(problems);
        }
        // Where the record is not shared, the patient of that id here is somebody else, of whom nothing is asked.
        if (settings.isRecordShared(caller.clientId())
                && records.mayRead(caller, request.patientId(), plan.requiredTypes()) instanceof Decision.Deny deny) {
            return new Assembly.Denied(deny, missing(plan, supplied));
        }
        try {
            return complete(plan, supplied, caller, request, match);
        } catch (RecordTooLargeException e) {
            // Half a record would give a wrong number; no number is the safe answer, and the audit trail says why.
            return new Assembly.TooLarge();
        }
    }

    /** What is wrong with what was sent; nothing is read for it. */
    public List<Problem> problems(PrefetchPlan plan, HookRequest request) {
        PatientMatch match = new PatientMatch(request.patientId(), request.fhirServer());
        return problemsOf(readSupplied(plan, request, match), request, match);
    }

    private static Map<String, SuppliedKey> readSupplied(PrefetchPlan plan, HookRequest request, PatientMatch match) {
        Map<String, JsonNode> sent = request.prefetch().reveal();
        sent.values().forEach(match::learnUrns);
        Map<String, SuppliedKey> supplied = new LinkedHashMap<>();
        plan.queries()
                .forEach((key, query) ->
                        supplied.put(key, SuppliedKey.read(sent.get(key), query.resourceType(), match)));
        return supplied;
    }

    private static List<Problem> problemsOf(
            Map<String, SuppliedKey> supplied, HookRequest request, PatientMatch match) {
        List<Problem> problems = problemsOfDrafts(request, match);
        supplied.forEach((key, value) -> {
            if (value instanceof SuppliedKey.OfAnotherPatient) {
                problems.add(Problem.invalid(
                        "prefetch-of-another-patient",
                        "The prefetch key " + key + " holds a resource that is not of the patient in context."));
            } else if (value instanceof SuppliedKey.Malformed) {
                problems.add(Problem.invalid(
                        "prefetch-of-another-type",
                        "The prefetch key " + key + " does not hold what its template asks for."));
            }
        });
        return problems;
    }

    private static List<Problem> problemsOfDrafts(HookRequest request, PatientMatch match) {
        List<Problem> problems = new ArrayList<>();
        List<ObjectNode> drafts = request.drafts().reveal();
        for (int i = 0; i < drafts.size(); i++) {
            if (!match.isOwnDraft(drafts.get(i))) {
                problems.add(Problem.invalid(
                        "draft-of-another-patient",
                        "The resource of entry " + i + " in the context is not of the patient in context."));
            }
        }
        return problems;
    }

    private Assembly complete(
            PrefetchPlan plan,
            Map<String, SuppliedKey> supplied,
            Caller caller,
            HookRequest request,
            PatientMatch match) {
        List<ObjectNode> resources = new ArrayList<>();
        Map<String, Origin> origins = new LinkedHashMap<>();
        List<String> unsatisfied = new ArrayList<>();
        for (Map.Entry<String, RecordQuery> entry : plan.queries().entrySet()) {
            String key = entry.getKey();
            boolean isRequired = plan.requiredKeys().contains(key);
            String type = entry.getValue().resourceType();
            if (!isRequired
                    && settings.isRecordShared(caller.clientId())
                    && !records.mayRead(caller, request.patientId(), Set.of(type))
                            .isPermitted()) {
                continue;
            }
            Found found = find(plan, key, supplied.get(key), caller, request, match);
            if (found.refused() != null && isRequired) {
                return new Assembly.Denied(found.refused(), missing(plan, supplied));
            } else if (found.origin() != null) {
                resources.addAll(found.resources());
                origins.put(key, found.origin());
            } else if (isRequired) {
                unsatisfied.add(key);
            }
        }
        return unsatisfied.isEmpty()
                ? toChart(resources, origins, request.encounterId())
                : new Assembly.Unsatisfied(unsatisfied);
    }

    /** The required keys that were not supplied: what is asked for again where there is no such patient. */
    private static List<String> missing(PrefetchPlan plan, Map<String, SuppliedKey> supplied) {
        return plan.queries().keySet().stream()
                .filter(plan.requiredKeys()::contains)
                .filter(key -> !(supplied.get(key) instanceof SuppliedKey.Satisfied))
                .toList();
    }

    /** What was found under a key: from somewhere, refused by the gate, or neither. */
    private record Found(
            List<ObjectNode> resources, @Nullable Origin origin, Decision.@Nullable Deny refused) {}

    private Found find(
            PrefetchPlan plan,
            String key,
            @Nullable SuppliedKey supplied,
            Caller caller,
            HookRequest request,
            PatientMatch match) {
        if (supplied instanceof SuppliedKey.Satisfied satisfied) {
            return new Found(satisfied.resources(), Origin.SUPPLIED, null);
        }
        RecordQuery query = Objects.requireNonNull(plan.queries().get(key));
        String template = plan.templates().getOrDefault(key, "");
        if (ehr.read(request, template, query.resourceType(), match) instanceof SuppliedKey.Satisfied satisfied) {
            return new Found(satisfied.resources(), Origin.EHR, null);
        }
        RecordRead read = settings.isRecordShared(caller.clientId())
                ? records.read(caller, request.patientId(), query)
                : new RecordRead.Unknown();
        if (read instanceof RecordRead.Refused refused) {
            return new Found(List.of(), null, refused.decision());
        }
        return read instanceof RecordRead.Granted granted
                ? new Found(granted.resources(), Origin.HERE, null)
                : new Found(List.of(), null, null);
    }

    private static Assembly toChart(
            List<ObjectNode> resources, Map<String, Origin> origins, @Nullable String encounterId) {
        Map<Boolean, List<ObjectNode>> byIsPatient =
                resources.stream().collect(Collectors.partitioningBy(ChartAssembly::isPatient));
        List<ObjectNode> patient = byIsPatient.getOrDefault(true, List.of());
        List<ObjectNode> others = byIsPatient.getOrDefault(false, List.of());
        return patient.isEmpty()
                ? new Assembly.Hidden()
                : new Assembly.Ready(new PatientChart(patient.get(0), others, encounterId), origins);
    }

    private static boolean isPatient(ObjectNode resource) {
        return "Patient".equals(resource.path("resourceType").textValue());
    }
}
