package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.cds.TestEndpoint.EHR;
import static org.firewarden.cds.TestEndpoint.FEEDBACK;
import static org.firewarden.cds.TestEndpoint.OTHER_EHR;
import static org.firewarden.cds.TestEndpoint.SERVICE;
import static org.firewarden.cds.TestEndpoint.call;
import static org.firewarden.cds.TestEndpoint.feedback;
import static org.firewarden.cds.TestEndpoint.hook;
import static org.firewarden.cds.TestEndpoint.override;
import static org.firewarden.cds.TestEndpoint.rows;
import static org.firewarden.cds.TestEndpoint.send;

import java.util.UUID;
import org.firewarden.cds.TestEndpoint.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** Feedback on a card that was shown (CDS Hooks 2.0.1, Feedback). */
class CdsFeedbackIT {

    @BeforeEach
    void reset() {
        TestEndpoint.reset();
    }

    @Test
    @HookRequirement(148)
    void feedbackIsStoredOnceAgainstTheCardAndTheModelVersion() {
        String card = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .body()
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        Answer first = feedback(EHR, override(card));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).hasToString("{}");
        assertThat(first.entry().interaction()).isEqualTo("cds-feedback");
        assertThat(first.entry().patientIds()).containsExactly("known");
        assertThat(first.entry().entities()).containsExactly("urn:uuid:" + card);
        assertThat(first.entry().details())
                .containsEntry("decision", "overridden")
                .containsEntry("decision-reason", "data-wrong")
                .containsEntry("model-version", "1.0.0");
        assertThat(feedback(EHR, override(card)).status()).isEqualTo(200);
        assertThat(rows("cds_feedback", card)).isEqualTo(1);
    }

    /** A text that looks like a code may still be what somebody typed. */
    @Test
    void aReasonThatTheServiceDoesNotOfferIsToldToNobodyAsItIs() {
        String card = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .body()
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        Answer answer = feedback(EHR, override(card).replace("data-wrong", "mrs-miller-of-room-7"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.entry().details()).containsEntry("decision-reason", "other");
        assertThat(answer.entry().toString()).doesNotContain("miller");
    }

    @Test
    void feedbackOfAnotherEhrOrOnAnUnknownCardIsTheSame() {
        String card = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .body()
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        Answer foreign = feedback(OTHER_EHR, override(card));
        Answer unknown = feedback(EHR, override(UUID.randomUUID().toString()));
        assertThat(foreign.status()).isEqualTo(404).isEqualTo(unknown.status());
        assertThat(foreign.codes()).isEqualTo(unknown.codes());
        assertThat(rows("cds_feedback", card)).isZero();
    }

    @Test
    void nothingIsStoredIfOneEntryIsBad() {
        String card = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .body()
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        String mixed = "{\"feedback\": [" + override(card).replaceAll("^\\{\"feedback\": \\[|]}$", "")
                + ", {\"card\": \"x\"}]}";
        assertThat(feedback(EHR, mixed).status()).isEqualTo(400);
        assertThat(rows("cds_feedback", card)).isZero();
        assertThat(send(HttpMethod.POST, FEEDBACK.getPath(), null, override(card))
                        .status())
                .isEqualTo(401);
    }
}
