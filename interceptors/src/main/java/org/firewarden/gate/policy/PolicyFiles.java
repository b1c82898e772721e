package org.firewarden.gate.policy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.crypto.Sha256;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.PolicyRule;
import org.jspecify.annotations.Nullable;

/**
 * Reads policy files: their form by the JSON Schema, their sense by the R4 model. Every problem of every file is found, and
 * one is enough to refuse all files (45 CFR 164.514(d): policies that nobody can misread).
 */
public final class PolicyFiles {

    /** The file that holds for everybody; each other one holds a policy. */
    private static final String EVERYBODY = "everybody.yaml";

    private final PolicySchemas schemas = new PolicySchemas();
    private final R4Elements elements;

    /** Checks against the elements of this R4 context. */
    public PolicyFiles(FhirContext fhir) {
        this.elements = new R4Elements(fhir);
    }

    /** Reads the files, in whatever order. */
    public PolicyReading read(List<PolicyFile> files) {
        List<PolicyFile> sorted =
                files.stream().sorted(Comparator.comparing(PolicyFile::name)).toList();
        List<PolicyProblem> problems = new ArrayList<>();
        Map<String, PolicyDraft> drafts = new TreeMap<>();
        JsonNode everybody = null;
        for (PolicyFile file : sorted) {
            int before = problems.size();
            YamlDocument document = YamlDocument.read(file, problems);
            if (document.tree().isMissingNode()) {
                continue;
            }
            if (file.name().equals(EVERYBODY)) {
                schemas.checkEverybody(file.name(), document, problems);
                everybody = document.tree();
            } else {
                schemas.checkPolicy(file.name(), document, problems);
                if (problems.size() == before) {
                    add(drafts, PolicyDraft.of(file.name(), document, elements, problems), problems);
                }
            }
        }
        if (sorted.stream().allMatch(file -> file.name().equals(EVERYBODY))) {
            problems.add(new PolicyProblem(EVERYBODY, 0, "there is no policy file beside it"));
        }
        List<PolicyRule> rules = new ArrayList<>();
        // Whether a policy is there of which the types are taken can be said only if all could be read.
        boolean isComplete = problems.isEmpty();
        for (PolicyDraft draft : drafts.values()) {
            rules.add(draft.toRule(drafts, isComplete ? problems : new ArrayList<>()));
        }
        return problems.isEmpty()
                ? new PolicyReading.Accepted(policy(rules, everybody, sorted))
                : new PolicyReading.Refused(problems);
    }

    private static void add(Map<String, PolicyDraft> drafts, PolicyDraft draft, List<PolicyProblem> problems) {
        PolicyDraft first = drafts.putIfAbsent(draft.id(), draft);
        if (first != null) {
            problems.add(
                    draft.problem("/policy", "the policy '" + draft.id() + "' is in " + first.file() + " already"));
        }
    }

    private static Policy policy(List<PolicyRule> rules, @Nullable JsonNode everybody, List<PolicyFile> files) {
        String tenant = everybody == null || !everybody.has("tenant")
                ? null
                : everybody.get("tenant").asText();
        boolean opensPart2 =
                everybody != null && everybody.path("break-glass-opens-part-2").asBoolean(false);
        return new Policy(rules, tenant, opensPart2, hash(files));
    }

    /** SHA-256 over the names and contents of the files, each with its length, in the order of the names. */
    private static String hash(List<PolicyFile> files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (PolicyFile file : files) {
            byte[] head = (file.name() + "\n" + file.content().length + "\n").getBytes(StandardCharsets.UTF_8);
            all.write(head, 0, head.length);
            all.write(file.content(), 0, file.content().length);
        }
        return Sha256.hex(all.toByteArray());
    }
}
