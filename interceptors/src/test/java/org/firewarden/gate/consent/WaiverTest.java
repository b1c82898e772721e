package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A waiver states its protocol, its board, its signer, its date, its end and its people; else it is refused. */
class WaiverTest {

    static Consent waiver(String provision) {
        Consent waiver = ConsentDsl.consent("w", "research", provision);
        waiver.setPatient(null);
        waiver.addCategory(new CodeableConcept(new Coding(Waiver.SYSTEM, Waiver.CODE, null)));
        waiver.addExtension(new Extension(ConsentReader.STUDY, new Reference("ResearchStudy/s")));
        waiver.setDateTimeElement(new DateTimeType("2026-01-15"));
        waiver.addPolicy().setAuthority("https://university.example.org/irb");
        waiver.addPerformer(new Reference("Practitioner/chair"));
        return waiver;
    }

    private static Consent complete() {
        return waiver("permit actor=Organization/university period=2026..2026");
    }

    @Test
    void aCompleteWaiverIsAboutEachPatientAndItsStudy() {
        ConsentReading reading = ConsentReader.read(complete());

        assertThat(reading).isInstanceOfSatisfying(ConsentReading.Rule.class, rule -> {
            assertThat(rule.patientId()).isNull();
            assertThat(rule.study()).isEqualTo("ResearchStudy/s");
        });
    }

    @Test
    void aWaiverForOnePatientIsAboutThatPatient() {
        Consent waiver = complete();
        waiver.setPatient(new Reference("Patient/a"));

        assertThat(((ConsentReading.Rule) ConsentReader.read(waiver)).patientId())
                .isEqualTo("a");
    }

    static Stream<Named<Consumer<Consent>>> whatIsMissing() {
        return Stream.of(
                Named.of("the protocol", waiver -> waiver.setExtension(List.of())),
                Named.of(
                        "the expiry",
                        waiver -> waiver.getProvision().getPeriod().setEnd(null)),
                Named.of("the signer", waiver -> waiver.setPerformer(null)),
                Named.of("the board", waiver -> waiver.setPolicy(null)),
                Named.of("the date", waiver -> waiver.setDateTime(null)),
                Named.of("the people", waiver -> waiver.getProvision().setActor(null)),
                Named.of("the permit", waiver -> waiver.getProvision().setType(Consent.ConsentProvisionType.DENY)),
                Named.of(
                        "a signer who can be found",
                        waiver -> waiver.getPerformer().get(0).setReference("#x")),
                Named.of(
                        "the scope of research",
                        waiver -> waiver.getScope().getCoding().get(0).setCode("patient-privacy")));
    }

    @ParameterizedTest
    @MethodSource("whatIsMissing")
    void aWaiverThatLacksSomethingIsRefused(Consumer<Consent> spoil) {
        Consent waiver = complete();
        spoil.accept(waiver);

        ConsentReading reading = ConsentReader.read(waiver);

        assertThat(reading).isInstanceOf(ConsentReading.Unenforceable.class);
        assertThat(((ConsentReading.Unenforceable) reading).problems())
                .extracting(Problem::code)
                .containsOnly("waiver-incomplete");
    }

    @Test
    void aStudyMustBeAStudy() {
        Consent waiver = complete();
        waiver.setExtension(List.of(new Extension(ConsentReader.STUDY, new Reference("Group/s"))));

        assertThat(ConsentReader.read(waiver)).isInstanceOf(ConsentReading.Unenforceable.class);
    }

    @Test
    void aWaiverOpensResearchForItsPeopleUntilItExpires() {
        ConsentReading.Rule rule = (ConsentReading.Rule) ConsentReader.read(complete());

        assertThat(QuestionDsl.isPermitted(List.of(rule.rule()), "rita HRESCH read Observation/o"))
                .isTrue();
        assertThat(QuestionDsl.isPermitted(
                        List.of(rule.rule()), "rita HRESCH read Observation/o at=2027-01-01T00:00:00Z"))
                .isFalse();
        assertThat(QuestionDsl.isPermitted(List.of(rule.rule()), "alice HRESCH read Observation/o"))
                .isFalse();
        assertThat(QuestionDsl.isPermitted(List.of(rule.rule().withoutPermits()), "rita HRESCH read Observation/o"))
                .isFalse();
    }

    @Test
    void aPatientsRefusalOutweighsAWaiver() {
        ConsentReading.Rule rule = (ConsentReading.Rule) ConsentReader.read(complete());

        assertThat(QuestionDsl.isPermitted(
                        List.of(rule.rule(), ConsentDsl.rule("c", "research", "deny")),
                        "rita HRESCH read Observation/o"))
                .isFalse();
    }
}
