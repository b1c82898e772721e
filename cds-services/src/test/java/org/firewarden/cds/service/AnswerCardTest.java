package org.firewarden.cds.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.cds.HookRequirement;
import org.firewarden.cds.hook.Card;
import org.firewarden.cds.hook.Indicator;
import org.firewarden.cds.settings.AnswerSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.risk.RiskAnswer;
import org.junit.jupiter.api.Test;

/** CDS Hooks 2.0.1, Card Attributes. */
class AnswerCardTest {

    private final FixedModel model = new FixedModel();
    private static final URI APP = URI.create("https://apps.example/explanation/launch");
    private static final CdsSettings SETTINGS = new CdsSettings(
            URI.create("https://cds.example"),
            List.of(),
            new AnswerSettings(Duration.ofSeconds(1), 1, Set.of(), false, null, APP));

    private final ServiceDeclaration service = new ServiceCatalogue(SETTINGS, model, Clock.systemUTC())
            .find("prevent-cvd-risk")
            .orElseThrow();
    private final AnswerCard cards = new AnswerCard(SETTINGS, service);

    @Test
    @HookRequirement({83, 84, 87, 103, 104, 105, 106, 107, 108, 109, 110, 138, 139, 141, 142, 144, 145, 146, 147})
    void anAssessmentShowsTheNumbersTheInputsAndWhatIsMissing() {
        Card card = compose(FixedModel.assessed(0.147, 0.092));
        assertThat(card.summary()).isEqualTo("10-year cardiovascular risk 14.7% (PREVENT 2023 base)");
        assertThat(card.indicator()).isEqualTo(Indicator.INFO);
        assertThat(card.detail())
                .contains("| Cardiovascular disease | 14.7% |")
                .contains("| Atherosclerotic cardiovascular disease | 9.2% |")
                .contains("**intermediate**")
                .contains("| Systolic blood pressure | +6.0 percentage points |")
                .contains("| Age | 50 years | not dated |")
                .contains("| 2026-05-04 |")
                .contains("nothing recorded")
                .contains("- HDL cholesterol: no result")
                .contains("Adults of 30 to 79 years")
                .contains("for a clinician");
        assertThat(card.links())
                .containsExactly(
                        Card.Link.absolute(
                                "Model card", URI.create("https://cds.example/models/prevent-base-10y/1.0.0")),
                        Card.Link.smart(
                                "How this was computed", APP, card.uuid().toString()));
    }

    @Test
    @HookRequirement(85)
    void noTextOfAModelOrARecordBecomesMarkup() {
        String detail = compose(FixedModel.assessed(0.147, 0.092)).detail();
        assertThat(detail).doesNotContain("<").contains("&#60;img src&#61;x&#62;", "Not validated &#60;here&#62;");
    }

    @Test
    @HookRequirement({88, 89})
    void aHighRiskIsAWarning() {
        assertThat(compose(FixedModel.assessed(0.3, 0.2)).indicator()).isEqualTo(Indicator.WARNING);
        assertThat(compose(FixedModel.assessed(0.3, 0.1999)).indicator()).isEqualTo(Indicator.INFO);
    }

    @Test
    void whereTheModelDoesNotHoldThereIsNoNumber() {
        Card card = compose(new RiskAnswer.NotApplicable(List.of("Age is outside 30 to 79"), FixedModel.inputs()));
        assertThat(card.summary())
                .isEqualTo("10-year cardiovascular risk: not applicable to this patient (PREVENT 2023 base)");
        assertThat(card.detail()).contains("Age is outside 30 to 79").doesNotContain("%");
        assertThat(card.indicator()).isEqualTo(Indicator.INFO);
    }

    @Test
    void whatIsMissingIsSaidAndThereIsNoNumber() {
        Card card = compose(new RiskAnswer.Incomplete(FixedModel.inputs()));
        assertThat(card.summary()).contains("no estimate, 1 input is missing").doesNotContain("%");
        assertThat(card.detail())
                .contains("No estimate", "- HDL cholesterol: no result &#60;script&#62;")
                .doesNotContain("%");
    }

    @Test
    void aModelWithoutTheLeadingOutcomeGivesNoCard() {
        assertThatIllegalStateException().isThrownBy(() -> compose(new RiskAnswer.Assessed(List.of(), List.of())));
    }

    @Test
    @HookRequirement({3, 90, 98, 99, 100, 136, 214, 215, 216, 217, 218, 219})
    void theJsonHoldsNoNullAndNothingEmpty() {
        for (RiskAnswer answer : List.of(
                FixedModel.assessed(0.1, 0.1),
                new RiskAnswer.NotApplicable(List.of(), List.of()),
                new RiskAnswer.Incomplete(List.of()))) {
            assertNothingEmpty(new ObjectMapper().valueToTree(compose(answer)));
        }
    }

    private static void assertNothingEmpty(JsonNode node) {
        assertThat(node.isNull()).isFalse();
        if (node.isContainerNode()) {
            assertThat(node.isEmpty()).isFalse();
            node.forEach(AnswerCardTest::assertNothingEmpty);
        } else if (node.isTextual()) {
            assertThat(node.textValue()).isNotBlank();
        }
    }

    private Card compose(RiskAnswer answer) {
        return cards.compose(new ModelRun(
                UUID.randomUUID(),
                service.models().get(0),
                model,
                answer,
                answer instanceof RiskAnswer.Assessed assessed ? model.explain(assessed, "cvd") : Optional.empty(),
                false,
                false,
                Duration.ofMillis(1)));
    }
}
