package org.firewarden.cds.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What each {@link RecommendationStore} keeps to. */
abstract class RecommendationStoreContract {

    abstract RecommendationStore store();

    @Test
    void aCardThatWasAddedIsFoundWithItsModelVersion() {
        UUID card = UUID.randomUUID();
        store().addAll(List.of(TestRecommendation.of(card)));
        assertThat(store().find(List.of(card, UUID.randomUUID())))
                .containsExactly(new ShownCard(
                        card,
                        "prevent-risk",
                        "ehr",
                        "Practitioner/alice",
                        "17",
                        null,
                        "prevent-base-10y",
                        "1.0.0",
                        Set.of()));
    }

    @Test
    void nothingIsFoundForNoNames() {
        assertThat(store().find(List.of())).isEmpty();
    }
}
