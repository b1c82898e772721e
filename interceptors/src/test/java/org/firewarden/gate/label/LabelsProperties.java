package org.firewarden.gate.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.firewarden.gate.decision.Confidentiality;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Meta;

/** Labels form a lattice, and whatever is done to a resource only moves it upwards. */
class LabelsProperties {

    @Provide
    Arbitrary<Labels> labels() {
        Arbitrary<Set<String>> codes =
                Arbitraries.of("HIV", "SUD", "PSY", "SDV", "42CFRPart2").set().ofMaxSize(4);
        return Combinators.combine(codes, Arbitraries.of(Confidentiality.class)).as(Labels::new);
    }

    @Provide
    Arbitrary<List<Coding>> security() {
        Arbitrary<Coding> label = Combinators.combine(
                        Arbitraries.of(Labels.CODE_SYSTEM, Confidentiality.SYSTEM, "http://example.org/own"),
                        Arbitraries.of("HIV", "SUD", "U", "L", "M", "N", "R", "V", "own"))
                .as((system, code) -> new Coding(system, code, "display"));
        return label.list().ofMaxSize(5);
    }

    @Property
    void joinIsTheLeastUpperBound(
            @ForAll("labels") Labels a, @ForAll("labels") Labels b, @ForAll("labels") Labels other) {
        Labels join = a.join(b);

        assertThat(join.covers(a) && join.covers(b)).isTrue();
        if (other.covers(a) && other.covers(b)) {
            assertThat(other.covers(join)).isTrue();
        }
    }

    @Property
    void joinKnowsNoOrderAndNoRepetition(
            @ForAll("labels") Labels a, @ForAll("labels") Labels b, @ForAll("labels") Labels c) {
        assertThat(a.join(b)).isEqualTo(b.join(a));
        assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
        assertThat(a.join(a)).isEqualTo(a);
        assertThat(a.join(Labels.NONE)).isEqualTo(a);
    }

    @Property
    void coveringIsAPartialOrder(@ForAll("labels") Labels a, @ForAll("labels") Labels b) {
        assertThat(a.covers(a)).isTrue();
        if (a.covers(b) && b.covers(a)) {
            assertThat(a).isEqualTo(b);
        }
    }

    @Property
    void textKeepsLabels(@ForAll("labels") Labels labels) {
        assertThat(Labels.ofText(labels.toText())).isEqualTo(labels);
    }

    @Property
    void raisingNeverLowersAndIsIdempotent(
            @ForAll("security") List<Coding> client,
            @ForAll("security") List<Coding> stored,
            @ForAll("labels") Labels computed) {
        Condition condition = new Condition();
        condition.setMeta(
                new Meta().setSecurity(client.stream().map(Coding::copy).toList()));
        condition.getMeta().setSecurity(new ArrayList<>(condition.getMeta().getSecurity()));

        ResourceLabeller.raise(condition, computed, stored);
        Labels once = ResourceLabeller.present(condition);
        String first = codings(condition);
        ResourceLabeller.raise(condition, computed, stored);

        assertThat(once.covers(computed)).isTrue();
        assertThat(once.covers(Labels.of(client))).isTrue();
        assertThat(once.covers(Labels.of(stored))).isTrue();
        assertThat(once).isEqualTo(computed.join(Labels.of(client)).join(Labels.of(stored)));
        assertThat(codings(condition)).isEqualTo(first);
    }

    @Property
    void whatIsMissingIsWhatRaises(@ForAll("security") List<Coding> client, @ForAll("labels") Labels goal) {
        Condition condition = new Condition();
        client.forEach(coding -> condition.getMeta().addSecurity(coding.copy()));
        Labels before = ResourceLabeller.present(condition);

        ResourceLabeller.missing(condition, goal).forEach(condition.getMeta()::addSecurity);

        assertThat(ResourceLabeller.present(condition)).isEqualTo(before.join(goal));
    }

    private static String codings(Condition condition) {
        return condition.getMeta().getSecurity().stream()
                .map(coding -> coding.getSystem() + "|" + coding.getCode())
                .toList()
                .toString();
    }
}
