package org.firewarden.it.benchmark;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.ResourceContent;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.access.TokenValues;
import org.firewarden.gate.decision.ConsentActor;
import org.firewarden.gate.decision.ConsentClasses;
import org.firewarden.gate.decision.ConsentLabels;
import org.firewarden.gate.decision.ConsentPeriod;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentPurposes;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.Gate;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.decision.Policy;
import org.jspecify.annotations.Nullable;

/** Nanoseconds for one decision of the gate with a snapshot at hand: without Consents, with a plain and with a nested one. */
public final class DecisionBenchmark {

    private static final int DECISIONS = 2_000_000;
    private static final int ROUNDS = 7;

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final CodedValue CODE = new CodedValue("http://loinc.org", "8480-6");
    private static final CodedValue LABEL = new CodedValue("http://terminology.hl7.org/CodeSystem/v3-ActCode", "HIV");
    private static final Caller ALICE = new Caller(
            "alice",
            "app",
            Set.of(Role.CLINICIAN),
            SmartScopes.parse("user/*.rs"),
            PurposeOfUse.HPAYMT,
            "Practitioner/alice",
            null,
            null,
            null,
            null);

    /** Keeps the compiler from leaving out what nobody looks at. */
    private static volatile int permitted;

    private DecisionBenchmark() {}

    /** Runs it; prints a line for each case. */
    public static void main(String[] arguments) {
        ResourceContent content = new ResourceContent(
                Set.of(CODE), Set.of(), Set.of("Encounter/e"), Set.of(), Set.of(), Set.of(), NOW, NOW);
        ResourceFacts facts = new ResourceFacts(Set.of(LABEL), () -> content, TokenValues.NONE);
        Access access = new Access(Interaction.READ, "Observation", "o", Set.of("a"), Set.of("a"), facts);

        ConsentProvision plain = provision(ConsentProvision.Type.DENY, "HRESCH", Set.of(), List.of());
        ConsentProvision nested = provision(
                ConsentProvision.Type.DENY,
                "HPAYMT",
                Set.of(),
                List.of(
                        provision(
                                ConsentProvision.Type.PERMIT,
                                null,
                                Set.of(CODE),
                                List.of(provision(ConsentProvision.Type.DENY, "HRESCH", Set.of(CODE), List.of()))),
                        provision(
                                ConsentProvision.Type.DENY,
                                "HPAYMT",
                                Set.of(new CodedValue("http://loinc.org", "718-7")),
                                List.of())));
        measure("no Consent", access, List.of());
        measure("one Consent, one provision", access, List.of(plain));
        measure("three Consents, nested, by purpose, actor, label and code", access, List.of(nested, nested, plain));
    }

    private static ConsentProvision provision(
            ConsentProvision.Type type,
            @Nullable String purpose,
            Set<CodedValue> codes,
            List<ConsentProvision> exceptions) {
        return new ConsentProvision(
                type,
                new ConsentPeriod(NOW, null),
                codes.isEmpty() ? List.of() : List.of(new ConsentActor("Practitioner/alice", Set.of())),
                Set.of(),
                purpose == null ? ConsentPurposes.ANY : new ConsentPurposes(Set.of(purpose)),
                codes.isEmpty() ? ConsentLabels.ANY : new ConsentLabels(null, Set.of(LABEL)),
                ConsentClasses.ANY,
                codes,
                null,
                List.of(),
                exceptions);
    }

    private static void measure(String name, Access access, List<ConsentProvision> consents) {
        List<ConsentRule> rules =
                consents.stream().map(root -> new ConsentRule("c", false, root)).toList();
        ConsentSnapshot snapshot = new ConsentSnapshot(
                Map.of("a", new PatientStanding(rules, Set.of(), null)), Set.of("Practitioner/alice"), NOW);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            int permits = 0;
            long start = System.nanoTime();
            for (int i = 0; i < DECISIONS; i++) {
                permits +=
                        Gate.decide(ALICE, access, snapshot, Policy.shipped()).isPermitted() ? 1 : 0;
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) DECISIONS);
            permitted = permits;
        }
        System.out.printf("%s: %.0f ns a decision, %s%n", name, best, permitted == 0 ? "denied" : "permitted");
    }
}
