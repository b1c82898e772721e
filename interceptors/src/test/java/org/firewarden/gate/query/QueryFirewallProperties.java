package org.firewarden.gate.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.firewarden.access.Caller;

/** One question that must not be asked spoils a query, whatever else stands in it and however it is wrapped. */
class QueryFirewallProperties {

    private static final Caller CALLER = Firewalls.caller("user/*.rs");
    private static final QueryFirewall FIREWALL = Firewalls.over(Firewalls.hiding("Patient.birthDate"));

    /** Keys about an Encounter that lead to a patient's birth date, wrapped in so many reverse chains. */
    @Provide
    Arbitrary<String> hidden() {
        Arbitrary<String> core = Arbitraries.of(
                "patient.birthdate",
                "subject:Patient.birthdate",
                "patient:Patient.birthdate:missing",
                "part-of:Encounter.patient.birthdate",
                "patient.link:Patient.birthdate");
        return Combinators.combine(core, Arbitraries.integers().between(0, 5))
                .as((key, depth) -> "_has:Encounter:part-of:".repeat(depth) + key);
    }

    @Provide
    Arbitrary<Map<String, List<String>>> open() {
        Arbitrary<String> keys = Arbitraries.of(
                "status",
                "date",
                "patient",
                "subject:Patient",
                "patient.family",
                "location",
                "_has:Condition:encounter:code",
                "_id",
                "_lastUpdated",
                "type:text",
                "_has:Encounter:part-of:patient.gender");
        return keys.set().ofMaxSize(6).map(names -> {
            Map<String, List<String>> query = new LinkedHashMap<>();
            names.forEach(name -> query.put(name, List.of("x")));
            return query;
        });
    }

    @Property(tries = 300)
    void aQueryWithOneUnreadablePathIsRefused(
            @ForAll("open") Map<String, List<String>> open, @ForAll("hidden") String hidden) {
        assertThat(FIREWALL.admit(CALLER, "Encounter", open)).isInstanceOf(QueryFirewall.Answer.Admitted.class);

        open.put(hidden, List.of("1970"));

        assertThat(FIREWALL.admit(CALLER, "Encounter", open))
                .isInstanceOfSatisfying(
                        QueryFirewall.Answer.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(QueryRefusal.Denied.class));
    }

    @Property(tries = 300)
    void whatIsExecutedHoldsNoChain(@ForAll("open") Map<String, List<String>> open) {
        QueryPlan plan = ((QueryFirewall.Answer.Admitted) FIREWALL.admit(CALLER, "Encounter", open)).plan();
        Rewriting rewriting =
                FIREWALL.rewrite(plan, (type, parameters) -> new InnerSearch.Matches.Visible(List.of("a", "b")));

        assertThat(Objects.requireNonNull(rewriting).applyTo(open).keySet())
                .allMatch(key -> key.indexOf('.') < 0 && (!key.startsWith("_has") || key.endsWith(":_id")));
    }
}
