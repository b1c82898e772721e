package org.firewarden.cds.prefetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.cds.hook.HookRequest;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.problem.Problem;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.record.RecordQuery;
import org.firewarden.record.RecordRead;
import org.firewarden.record.RecordTooLargeException;
import org.springframework.stereotype.Component;

/**
 * Assembles the chart of the patient in context. The order matters: first supplied data is checked to be this patient's,
 * then the gate is asked for all that the model reads, then what is missing is read. Nothing is read for a request whose
 * own data is bad, and supplied data is no way around a Consent.
 */
@Component
public final class ChartAssembly {

    private final PatientRecordReader records;

    ChartAssembly(PatientRecordReader records) {
        this.records = records;
    }

    /** Assembles what the features need. */
    public Assembly assemble(FeatureSpec features, Caller caller, HookRequest request, LocalDate today) {
        Map<String, RecordQuery> queries = features.recordQueries(today);
        Map<String, SuppliedKey> supplied = readSupplied(queries, request);
        List<Problem> problems = problemsOf(supplied);
        if (!problems.isEmpty()) {
            return new Assembly.BadPrefetch(problems);
        }
        Decision decision = records.mayRead(caller, request.patientId(), features.resourceTypes());
        if (decision instanceof Decision.Deny deny) {
            return new Assembly.Denied(deny);
        }
        try {
            return complete(queries, supplied, caller, request.patientId());
        } catch (RecordTooLargeException e) {
            // Half a record would give a wrong number; no number is the safe answer, and the audit trail says why.
            return new Assembly.TooLarge();
        }
    }

    private static Map<String, SuppliedKey> readSupplied(Map<String, RecordQuery> queries, HookRequest request) {
        Map<String, JsonNode> sent = request.prefetch().reveal();
        PatientMatch match = new PatientMatch(request.patientId(), request.fhirServer());
        sent.values().forEach(match::learnUrns);
        Map<String, SuppliedKey> supplied = new LinkedHashMap<>();
        queries.forEach(
                (key, query) -> supplied.put(key, SuppliedKey.read(sent.get(key), query.resourceType(), match)));
        return supplied;
    }

    private static List<Problem> problemsOf(Map<String, SuppliedKey> supplied) {
        List<Problem> problems = new ArrayList<>();
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

    private Assembly complete(
            Map<String, RecordQuery> queries, Map<String, SuppliedKey> supplied, Caller caller, String patientId) {
        List<ObjectNode> resources = new ArrayList<>();
        List<String> suppliedKeys = new ArrayList<>();
        List<String> readKeys = new ArrayList<>();
        List<String> unsatisfied = new ArrayList<>();
        for (Map.Entry<String, RecordQuery> entry : queries.entrySet()) {
            String key = entry.getKey();
            if (supplied.get(key) instanceof SuppliedKey.Satisfied satisfied) {
                resources.addAll(satisfied.resources());
                suppliedKeys.add(key);
                continue;
            }
            RecordRead read = records.read(caller, patientId, entry.getValue());
            if (read instanceof RecordRead.Refused refused) {
                return new Assembly.Denied(refused.decision());
            } else if (read instanceof RecordRead.Granted granted) {
                resources.addAll(granted.resources());
                readKeys.add(key);
            } else {
                unsatisfied.add(key);
            }
        }
        return unsatisfied.isEmpty()
                ? toChart(resources, suppliedKeys, readKeys)
                : new Assembly.Unsatisfied(unsatisfied);
    }

    private static Assembly toChart(List<ObjectNode> resources, List<String> suppliedKeys, List<String> readKeys) {
        Map<Boolean, List<ObjectNode>> byIsPatient =
                resources.stream().collect(Collectors.partitioningBy(ChartAssembly::isPatient));
        List<ObjectNode> patient = byIsPatient.getOrDefault(true, List.of());
        List<ObjectNode> others = byIsPatient.getOrDefault(false, List.of());
        return patient.isEmpty()
                ? new Assembly.Hidden()
                : new Assembly.Ready(new PatientChart(patient.get(0), others), suppliedKeys, readKeys);
    }

    private static boolean isPatient(ObjectNode resource) {
        return "Patient".equals(resource.path("resourceType").textValue());
    }
}
