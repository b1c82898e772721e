package org.firewarden.gate.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
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
import org.firewarden.access.CodedValue;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.ResourceContent;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.access.TokenValues;

/** What a further Consent, another order or more knowledge can and cannot do, over provisions of each kind, nested. */
class GateProperties {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ConsentPeriod TODAY =
            new ConsentPeriod(Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z"));
    private static final ConsentPeriod LONG_AGO = new ConsentPeriod(null, Instant.parse("2000-01-01T00:00:00Z"));
    private static final CodedValue HIV = new CodedValue("http://terminology.hl7.org/CodeSystem/v3-ActCode", "HIV");
    private static final CodedValue CODE = new CodedValue("http://loinc.org", "8480-6");
    private static final CodedValue NEXT_OF_KIN =
            new CodedValue("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "NOK");

    private static Arbitrary<ConsentProvision> provisions(int depth) {
        Arbitrary<List<ConsentProvision>> exceptions = depth == 0
                ? Arbitraries.just(List.of())
                : Arbitraries.lazy(() -> provisions(depth - 1)).list().ofMaxSize(3);
        Arbitrary<ConsentProvision> people = Combinators.combine(
                        Arbitraries.of(ConsentProvision.Type.class),
                        rarely(ConsentPeriod.ALWAYS, Arbitraries.of(TODAY, LONG_AGO)),
                        rarely(
                                List.<ConsentActor>of(),
                                Arbitraries.of(
                                                new ConsentActor("Practitioner/a", Set.of()),
                                                new ConsentActor("Practitioner/b", Set.of()),
                                                new ConsentActor("Practitioner/a", Set.of(NEXT_OF_KIN)),
                                                new ConsentActor(null, Set.of(NEXT_OF_KIN)))
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(2)),
                        rarely(
                                Set.of(),
                                Arbitraries.of(ConsentAction.class)
                                        .set()
                                        .ofMinSize(1)
                                        .ofMaxSize(2)),
                        rarely(
                                ConsentPurposes.ANY,
                                Arbitraries.of("TREAT", "HPAYMT", "HRESCH", "CLINTRCH", "PurposeOfUse")
                                        .set()
                                        .ofMinSize(1)
                                        .ofMaxSize(2)
                                        .map(ConsentPurposes::new)))
                .as((type, period, actors, actions, purposes) -> new ConsentProvision(
                        type,
                        period,
                        actors,
                        actions,
                        purposes,
                        ConsentLabels.ANY,
                        ConsentClasses.ANY,
                        Set.of(),
                        null,
                        List.of(),
                        List.of()));
        return Combinators.combine(people, contents(), exceptions)
                .as((who, what, within) -> new ConsentProvision(
                        who.type(),
                        who.period(),
                        who.actors(),
                        who.actions(),
                        who.purposes(),
                        what.labels(),
                        what.classes(),
                        what.codes(),
                        what.dataPeriod(),
                        what.data(),
                        within));
    }

    private static Arbitrary<ConsentProvision> contents() {
        return Combinators.combine(
                        rarely(
                                ConsentLabels.ANY,
                                Arbitraries.of(
                                        new ConsentLabels(Confidentiality.N, Set.of()),
                                        new ConsentLabels(null, Set.of(HIV)),
                                        new ConsentLabels(Confidentiality.R, Set.of(HIV)))),
                        rarely(
                                ConsentClasses.ANY,
                                Arbitraries.of(
                                        new ConsentClasses(Set.of("Observation"), Set.of(), Set.of()),
                                        new ConsentClasses(Set.of("Condition"), Set.of("urn:profile"), Set.of()))),
                        rarely(Set.<CodedValue>of(), Arbitraries.just(Set.of(CODE))),
                        Arbitraries.of(TODAY, LONG_AGO).injectNull(0.8),
                        rarely(
                                List.<ConsentData>of(),
                                Arbitraries.of(ConsentData.Meaning.class)
                                        .map(meaning -> List.of(new ConsentData(meaning, "Encounter/e", Set.of())))))
                .as((labels, classes, codes, dataPeriod, data) -> new ConsentProvision(
                        null,
                        ConsentPeriod.ALWAYS,
                        List.of(),
                        Set.of(),
                        ConsentPurposes.ANY,
                        labels,
                        classes,
                        codes,
                        dataPeriod,
                        data,
                        List.of()));
    }

    private static <T> Arbitrary<T> rarely(T usual, Arbitrary<T> other) {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.just(usual)), net.jqwik.api.Tuple.of(1, other));
    }

    @Provide
    Arbitrary<ConsentRule> rules() {
        return Combinators.combine(Arbitraries.of(true, false), provisions(3))
                .as((research, root) -> new ConsentRule("c", research, root));
    }

    /** Consents that deny and nothing else: no permit is in them at whatever depth. */
    @Provide
    Arbitrary<ConsentRule> denials() {
        return rules().map(rule -> rule.withoutPermits());
    }

    @Provide
    Arbitrary<List<ConsentRule>> consents() {
        return rules().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Caller> callers() {
        return Combinators.combine(
                        Arbitraries.of(Role.class),
                        Arbitraries.of("user/*.cruds", "patient/*.rs", "user/Condition.rs", "system/Observation.cruds"),
                        Arbitraries.of(PurposeOfUse.class),
                        Arbitraries.of("Practitioner/a", "Practitioner/b", "Patient/p"),
                        Arbitraries.of("p", "q"))
                .as((role, scopes, purpose, user, patient) -> new Caller(
                        "s", "c", Set.of(role), SmartScopes.parse(scopes), purpose, user, patient, null, null, null));
    }

    @Provide
    Arbitrary<Access> accesses() {
        return Combinators.combine(
                        Arbitraries.of(Interaction.class),
                        Arbitraries.of("Observation", "Condition", "Encounter"),
                        Arbitraries.of(Set.<CodedValue>of(), Set.of(HIV)),
                        Arbitraries.of(Set.<CodedValue>of(), Set.of(CODE)),
                        Arbitraries.of(Set.<CodedValue>of(), Set.of(CODE)),
                        Arbitraries.of(Set.<String>of(), Set.of("Encounter/e")),
                        Arbitraries.of(TODAY, LONG_AGO, ConsentPeriod.ALWAYS))
                .as((interaction, type, labels, codes, further, references, time) -> {
                    ResourceContent content = new ResourceContent(
                            codes, further, references, references, Set.of(), Set.of(), time.start(), time.end());
                    ResourceFacts facts = new ResourceFacts(labels, () -> content, TokenValues.NONE);
                    return new Access(interaction, type, "e", Set.of("p"), Set.of(), facts);
                });
    }

    @Property
    void aFurtherDenyingConsentNeverPermitsMore(
            @ForAll("callers") Caller caller,
            @ForAll("accesses") Access access,
            @ForAll("consents") List<ConsentRule> rules,
            @ForAll("denials") ConsentRule denial) {
        List<ConsentRule> more = new ArrayList<>(rules);
        more.add(denial);

        if (isPermitted(caller, access, more)) {
            assertThat(isPermitted(caller, access, rules)).isTrue();
        }
    }

    @Property
    void aFurtherConsentThatDeniesClosesWhateverOthersSay(
            @ForAll("callers") Caller caller,
            @ForAll("accesses") Access access,
            @ForAll("consents") List<ConsentRule> rules,
            @ForAll("rules") ConsentRule further) {
        boolean isDenied = further.outcome(question(caller, access)) == ConsentOutcome.DENY;
        List<ConsentRule> more = new ArrayList<>(rules);
        more.add(further);

        if (isDenied && !"Patient/p".equals(caller.fhirUser())) {
            assertThat(isPermitted(caller, access, more)).isFalse();
        }
    }

    @Property
    void theOrderOfConsentsDoesNotMatter(
            @ForAll("callers") Caller caller,
            @ForAll("accesses") Access access,
            @ForAll("consents") List<ConsentRule> rules) {
        List<ConsentRule> reversed = new ArrayList<>(rules);
        Collections.reverse(reversed);

        assertThat(isPermitted(caller, access, rules)).isEqualTo(isPermitted(caller, access, reversed));
    }

    @Property
    void theOrderOfSiblingsDoesNotMatter(
            @ForAll("callers") Caller caller, @ForAll("accesses") Access access, @ForAll("rules") ConsentRule rule) {
        ConsentRule reversed = new ConsentRule(rule.consentId(), rule.isResearch(), reversed(rule.root()));

        assertThat(reversed.outcome(question(caller, access))).isEqualTo(rule.outcome(question(caller, access)));
    }

    @Property
    void whatIsDeniedBeforeTheResourceIsKnownIsDeniedForEachResource(
            @ForAll("callers") Caller caller,
            @ForAll("accesses") Access access,
            @ForAll("consents") List<ConsentRule> rules) {
        Access unknown =
                new Access(access.interaction(), access.resourceType(), null, access.patientIds(), Set.of(), null);

        if (isPermitted(caller, access, rules)) {
            assertThat(isPermitted(caller, unknown, rules)).isTrue();
        }
    }

    @Property
    void aFurtherSiblingThatDeniesNeverSaysMore(
            @ForAll("callers") Caller caller,
            @ForAll("accesses") Access access,
            @ForAll("rules") ConsentRule rule,
            @ForAll("denials") ConsentRule denial) {
        List<ConsentProvision> more = new ArrayList<>(rule.root().exceptions());
        more.add(denial.root());
        ConsentRule narrower =
                new ConsentRule(rule.consentId(), rule.isResearch(), rule.root().except(more));

        assertThat(narrower.outcome(question(caller, access)))
                .isLessThanOrEqualTo(rule.outcome(question(caller, access)));
    }

    private static ConsentProvision reversed(ConsentProvision provision) {
        List<ConsentProvision> exceptions = new ArrayList<>(
                provision.exceptions().stream().map(GateProperties::reversed).toList());
        Collections.reverse(exceptions);
        return provision.except(exceptions);
    }

    private static ConsentQuestion question(Caller caller, Access access) {
        return new ConsentQuestion(caller, access, identities(caller), NOW);
    }

    private static Set<String> identities(Caller caller) {
        return caller.fhirUser() == null ? Set.of() : Set.of(caller.fhirUser());
    }

    private static boolean isPermitted(Caller caller, Access access, List<ConsentRule> rules) {
        return Gate.decide(
                        caller,
                        access,
                        new ConsentSnapshot(
                                Map.of("p", new PatientStanding(rules, Set.of(), null)), identities(caller), NOW),
                        OPEN)
                .isPermitted();
    }

    private static final Policy OPEN = new Policy(
            List.of(
                    open(
                            "open",
                            EnumSet.complementOf(EnumSet.of(PurposeOfUse.HRESCH)),
                            PolicyRule.ConsentDefault.PERMIT),
                    open("research", EnumSet.of(PurposeOfUse.HRESCH), PolicyRule.ConsentDefault.DENY)),
            null,
            false,
            "test");

    private static PolicyRule open(String id, Set<PurposeOfUse> purposes, PolicyRule.ConsentDefault consent) {
        return new PolicyRule(
                id,
                EnumSet.allOf(Role.class),
                purposes,
                PolicyRule.CareRelationship.NOT_ASKED,
                consent,
                false,
                Confidentiality.V,
                Set.of(),
                Map.of("*", new TypeRule(EnumSet.allOf(Interaction.class), ElementRules.all())),
                Set.of(),
                1000,
                false);
    }
}
