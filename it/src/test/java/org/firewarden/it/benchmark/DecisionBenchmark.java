package org.firewarden.it.benchmark;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.Decision;
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
import org.firewarden.gate.policy.ShippedPolicies;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** One decision of the gate with a snapshot at hand: without Consents, with a plain one, and with three that are nested. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class DecisionBenchmark {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final CodedValue CODE = new CodedValue("http://loinc.org", "8480-6");
    private static final CodedValue LABEL = new CodedValue("http://terminology.hl7.org/CodeSystem/v3-ActCode", "HIV");
    private static final Caller ALICE = new Caller(
            "alice",
            "app",
            Set.of(Role.CLINICIAN),
            SmartScopes.parse("user/*.rs"),
            PurposeOfUse.TREAT,
            "Practitioner/alice",
            null,
            null,
            null,
            null);

    /** How many Consents the patient has; the three are nested, by purpose, actor, label and code. */
    @Param({"0", "1", "3"})
    public int consents = 0;

    private final Policy policy = ShippedPolicies.policy(FhirContext.forR4Cached());
    private final Access access = access();
    private ConsentSnapshot snapshot = ConsentSnapshot.none(NOW);

    /** Runs it. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(DecisionBenchmark.class.getName())
                        .build())
                .run();
    }

    /** Before the measurement. */
    @Setup
    public void chooseConsents() {
        ConsentProvision plain = provision(ConsentProvision.Type.DENY, "HRESCH", Set.of(), List.of());
        ConsentProvision nested = provision(
                ConsentProvision.Type.DENY,
                "TREAT",
                Set.of(),
                List.of(
                        provision(
                                ConsentProvision.Type.PERMIT,
                                null,
                                Set.of(CODE),
                                List.of(provision(ConsentProvision.Type.DENY, "HRESCH", Set.of(CODE), List.of()))),
                        provision(
                                ConsentProvision.Type.DENY,
                                "TREAT",
                                Set.of(new CodedValue("http://loinc.org", "718-7")),
                                List.of())));
        List<ConsentRule> rules = Stream.of(plain, nested, nested)
                .limit(consents)
                .map(root -> new ConsentRule("c", false, root))
                .toList();
        snapshot = new ConsentSnapshot(
                Map.of("a", new PatientStanding(rules, Set.of(), null)), Set.of("Practitioner/alice"), NOW);
        if (!decide().isPermitted()) {
            throw new IllegalStateException("what is refused early tells nothing of Consents");
        }
    }

    /** The decision. */
    @Benchmark
    public Decision decide() {
        return Gate.decide(ALICE, access, snapshot, policy);
    }

    private static Access access() {
        ResourceContent content = new ResourceContent(
                Set.of(CODE), Set.of(), Set.of("Encounter/e"), Set.of(), Set.of(), Set.of(), NOW, NOW);
        ResourceFacts facts = new ResourceFacts(Set.of(LABEL), () -> content, TokenValues.NONE);
        return new Access(Interaction.READ, "Observation", "o", Set.of("a"), Set.of("a"), facts);
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
}
