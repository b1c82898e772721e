package org.firewarden.gate.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;

/** What a further Consent or a further scope can and cannot do. */
class GateProperties {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Provide
    Arbitrary<ConsentRule> rules() {
        Arbitrary<Set<String>> purposes =
                Arbitraries.of("TREAT", "HPAYMT", "HRESCH").set().ofMaxSize(2);
        Arbitrary<Set<String>> actors =
                Arbitraries.of("Practitioner/a", "Practitioner/b").set().ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of(ConsentRule.Type.class), purposes, actors, Arbitraries.of(true, false))
                .as((type, purpose, actor, research) ->
                        new ConsentRule("c", type, purpose, actor, research, null, null));
    }

    @Provide
    Arbitrary<List<ConsentRule>> consents() {
        return rules().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Caller> callers() {
        return Combinators.combine(
                        Arbitraries.of(Role.class),
                        Arbitraries.of("user/*.rs", "patient/*.rs", "user/Condition.rs", "system/Observation.cruds"),
                        Arbitraries.of(PurposeOfUse.class),
                        Arbitraries.of("Practitioner/a", "Practitioner/b", "Patient/p"),
                        Arbitraries.of("p", "q"))
                .as((role, scopes, purpose, user, patient) -> new Caller(
                        "s", "c", Set.of(role), SmartScopes.parse(scopes), purpose, user, patient, null, null, null));
    }

    @Property
    void aFurtherDenyNeverPermitsMore(
            @ForAll("callers") Caller caller,
            @ForAll("consents") List<ConsentRule> rules,
            @ForAll("rules") ConsentRule further) {
        ConsentRule deny = new ConsentRule(
                "d", ConsentRule.Type.DENY, further.purposes(), further.actors(), further.research(), null, null);
        List<ConsentRule> more = new ArrayList<>(rules);
        more.add(deny);

        if (isPermitted(caller, more)) {
            assertThat(isPermitted(caller, rules)).isTrue();
        }
    }

    @Property
    void theOrderOfConsentsDoesNotMatter(
            @ForAll("callers") Caller caller, @ForAll("consents") List<ConsentRule> rules) {
        List<ConsentRule> reversed = new ArrayList<>(rules);
        Collections.reverse(reversed);

        assertThat(isPermitted(caller, rules)).isEqualTo(isPermitted(caller, reversed));
    }

    private static boolean isPermitted(Caller caller, List<ConsentRule> rules) {
        return Gate.decide(
                        caller,
                        new Access(Interaction.READ, "Observation", "o", Set.of("p"), Set.of(), ResourceFacts.NOTHING),
                        new ConsentSnapshot(
                                Map.of("p", new PatientStanding(rules, Set.of(), null)),
                                caller.fhirUser() == null ? Set.of() : Set.of(caller.fhirUser()),
                                NOW),
                        Policy.shipped())
                .isPermitted();
    }
}
