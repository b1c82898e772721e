package org.firewarden.gate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.gate.query.Firewalls.query;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.firewarden.access.Caller;
import org.firewarden.access.DenialReason;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.query.InnerSearch.Matches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked, and what is executed for it. */
class QueryFirewallTest {

    private static final Caller CALLER = Firewalls.caller("user/*.rs");

    /** A record of what was searched inside, with the same answer to each search. */
    private static final class Recorded implements InnerSearch {

        private final List<String> asked = new ArrayList<>();
        private final Matches answer;

        Recorded(Matches answer) {
            this.answer = answer;
        }

        @Override
        public Matches search(String resourceType, Map<String, List<String>> parameters) {
            asked.add(resourceType + parameters);
            return answer;
        }
    }

    private static Recorded finding(String... ids) {
        return new Recorded(new Matches.Visible(List.of(ids)));
    }

    private static QueryPlan plan(String resourceType, String... query) {
        QueryFirewall.Answer answer = Firewalls.over(Firewalls.hiding()).admit(CALLER, resourceType, query(query));
        assertThat(answer).isInstanceOf(QueryFirewall.Answer.Admitted.class);
        return ((QueryFirewall.Answer.Admitted) answer).plan();
    }

    private static Map<String, List<String>> rewritten(QueryPlan plan, InnerSearch search, String... query) {
        Rewriting rewriting = Firewalls.over(Firewalls.hiding()).rewrite(plan, search);
        return Objects.requireNonNull(rewriting).applyTo(query(query));
    }

    private static QueryRefusal refusal(Policy policy, Caller caller, String resourceType, String... query) {
        QueryFirewall.Answer answer = Firewalls.over(policy).admit(caller, resourceType, query(query));
        assertThat(answer).isInstanceOf(QueryFirewall.Answer.Refused.class);
        return ((QueryFirewall.Answer.Refused) answer).refusal();
    }

    @ParameterizedTest
    @CsvSource({
        "Patient, family, x, family",
        "Patient, family:exact, x, family",
        "Patient, name, x, name",
        "Patient, _sort, -family, family",
        "Observation, patient.family, x, family",
        "Observation, subject:Patient.family:missing, true, family",
        "Patient, _has:Observation:patient:patient.family, x, family",
        "Organization, _has:Patient:organization:family, x, family",
        "Organization, _has:Encounter:service-provider:_has:Observation:encounter:patient.family, x, family",
        "Patient, _text, x, ",
        "Patient, _content, x, "
    })
    void aMaskedElementCannotBeAskedAboutOnAnyWay(String type, String key, String value, String parameter) {
        QueryRefusal refusal = refusal(Firewalls.hiding("Patient.name"), CALLER, type, key, value);

        assertThat(refusal).isInstanceOfSatisfying(QueryRefusal.Denied.class, denied -> {
            assertThat(denied.deny().reason()).isEqualTo(DenialReason.QUERY_CLOSED);
            assertThat(denied.parameter()).isEqualTo(parameter);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Observation:subject", "Observation:patient", "Observation:*", "*"})
    void aMaskedReferenceIsNotFollowed(String include) {
        assertThat(refusal(Firewalls.hiding("Observation.subject"), CALLER, "Observation", "_include", include))
                .isInstanceOf(QueryRefusal.Denied.class);
        assertThat(refusal(Firewalls.hiding("Observation.subject"), CALLER, "Patient", "_revinclude", include))
                .isInstanceOf(QueryRefusal.Denied.class);
    }

    @Test
    void whatOneRuleShowsOfSomePatientsCannotBeAskedOfAll() {
        Policy both = new Policy(
                List.of(Firewalls.rule("full", Set.of()), Firewalls.rule("masked", Set.of("Patient.name"))),
                null,
                false,
                "test");

        assertThat(refusal(both, CALLER, "Patient", "family", "x")).isInstanceOf(QueryRefusal.Denied.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Observation, patient.family, x",
        "Observation, _has:Condition:evidence-detail:code, x",
        "Observation, _list, x",
        "Observation, _include, Observation:patient",
        "Patient, family, x"
    })
    void eachTypeOfTheQueryNeedsItsScope(String type, String key, String value) {
        QueryRefusal refusal = refusal(Firewalls.hiding(), Firewalls.caller("user/Observation.rs"), type, key, value);

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        QueryRefusal.Denied.class,
                        denied -> assertThat(denied.deny().reason()).isEqualTo(DenialReason.MISSING_SCOPE));
    }

    @Test
    void allThatIsWrongIsToldAndNoValueIsQuoted() {
        QueryRefusal refusal = refusal(
                Firewalls.hiding(), CALLER, "Patient", "secret", "Canary", "family:canary", "Canary", "_sort", "x.y");

        assertThat(refusal).isInstanceOfSatisfying(QueryRefusal.Malformed.class, malformed -> {
            assertThat(malformed.problems()).hasSize(3);
            assertThat(malformed.problems().toString()).doesNotContainIgnoringCase("canary", "secret");
        });
    }

    @Test
    void nestingHasABound() {
        String key = "_has:Encounter:part-of:".repeat(9) + "status";

        assertThat(refusal(Firewalls.hiding(), CALLER, "Encounter", key, "x").toString())
                .contains("query-too-deep");
        plan("Encounter", "_has:Encounter:part-of:".repeat(8) + "status", "x");
    }

    @Test
    void aChainIsAnsweredFromTheInside() {
        Recorded search = finding("1", "2");
        String[] query = {"patient.family", "x", "code", "c"};

        assertThat(rewritten(plan("Observation", query), search, query))
                .isEqualTo(query("code", "c", "patient", "Patient/1,Patient/2"));
        assertThat(search.asked).containsExactly("Patient{family=[x]}");
    }

    @Test
    void nestedReverseChainsAreAnsweredFromTheInside() {
        Recorded search = finding("1", "2");
        String[] query = {"_has:Encounter:service-provider:_has:Observation:encounter:patient.family", "x"};

        assertThat(rewritten(plan("Organization", query), search, query))
                .isEqualTo(query("_has:Encounter:service-provider:_id", "1,2"));
        assertThat(search.asked)
                .containsExactly(
                        "Patient{family=[x]}",
                        "Observation{patient=[Patient/1,Patient/2]}",
                        "Encounter{_has:Observation:encounter:_id=[1,2]}");
    }

    @Test
    void nothingInsideIsNothingOutsideAndIsNotSearchedFurther() {
        Recorded search = finding();
        String[] query = {"_has:Encounter:service-provider:_has:Observation:encounter:patient.family", "x"};

        assertThat(rewritten(plan("Organization", query), search, query)).isEqualTo(query("_id", "0", "_id", "1"));
        assertThat(search.asked).hasSize(1);
    }

    @Test
    void aListIsAskedForAsAResource() {
        Recorded search = finding("l");

        assertThat(rewritten(plan("Patient", "_list", "l"), search, "_list", "l"))
                .isEqualTo(query("_has:List:item:_id", "l"));
        assertThat(search.asked).containsExactly("List{_id=[l]}");
    }

    @Test
    void tooMuchInsideIsTooWide() {
        QueryFirewall firewall = Firewalls.over(Firewalls.hiding());
        QueryPlan plan = plan("Observation", "patient.family", "x");
        String[] many = IntStream.range(0, 1_001).mapToObj(String::valueOf).toArray(String[]::new);

        assertThat(firewall.rewrite(plan, new Recorded(new Matches.TooMany()))).isNull();
        assertThat(firewall.rewrite(plan, finding(many))).isNull();
    }

    @Test
    void aSelectionIsConditionsWithValuesAndNothingElse() {
        QueryFirewall firewall = Firewalls.over(Firewalls.hiding());

        assertThat(firewall.admitSelection(CALLER, "Patient", query("identifier", "a|b")))
                .isInstanceOf(QueryFirewall.Answer.Admitted.class);
        for (Map<String, List<String>> query : List.of(
                query(),
                query("identifier", ""),
                query("identifier", "a", "identifier", " "),
                query("identifier", "a", "_sort", "family"),
                query("identifier", "a", "_count", "1"),
                query("identifier", "a", "_include", "Patient:organization"),
                query("_text", "x"))) {
            assertThat(firewall.admitSelection(CALLER, "Patient", query))
                    .as(query.toString())
                    .isInstanceOf(QueryFirewall.Answer.Refused.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "user/Observation.rs; {}",
                "user/Observation.rs?category=a; {category=[a]}",
                "user/Observation.rs?category=a,b&status=final; {category=[a,b], status=[final]}",
                "user/Observation.rs?category=a user/Observation.s?category=b; {category=[a,b]}",
                "user/Observation.rs?category=a user/Observation.rs?status=final; {}",
                "user/Observation.rs?category=a user/*.rs; {}",
                "user/Observation.rs?category=a user/Observation.r; {category=[a]}",
                "user/Observation.rs?date=a; {}"
            })
    void theQueryOfAScopeIsPutIntoTheQueryWhereItCan(String scopes, String narrowing) {
        Map<String, List<String>> added =
                Firewalls.over(Firewalls.hiding()).narrowing(Firewalls.caller(scopes), "Observation");

        assertThat(new TreeMap<>(added)).hasToString(narrowing);
    }

    @Test
    void aPageIsOfItsMakerOnly() {
        PageBinding pages = new PageBinding(new SecureRandom());
        String id = pages.newId(CALLER);

        assertThat(id).hasSize(44).matches("[A-Za-z0-9_-]+").isNotEqualTo(pages.newId(CALLER));
        assertThat(pages.isOf(CALLER, id)).isTrue();
        assertThat(pages.isOf(Firewalls.caller("user/Patient.rs"), id)).isFalse();
        assertThat(pages.isOf(CALLER, id.substring(1) + "x")).isFalse();
        assertThat(pages.isOf(CALLER, "")).isFalse();
    }
}
