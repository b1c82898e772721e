package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.firewarden.model.registry.Cards;
import org.firewarden.model.registry.InMemoryModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.model.runtime.SessionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegisteredRiskModelsTest {

    private static final String PREVENT = "prevent-base-10y";

    private final InMemoryModelStore store = new InMemoryModelStore();
    private final SessionPool sessions = new SessionPool(RuntimeSettings.standard());
    private final SteppingClock clock = new SteppingClock();
    private final RegisteredRiskModels models = RegisteredRiskModels.shipped(store, sessions, clock);

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void theShippedModelIsInProductionAfterTheFirstStart() {
        models.start();

        RiskModel model = models.inProduction(PREVENT).orElseThrow();
        assertThat(model.version().version()).isEqualTo("1.0.0");
        assertThat(model.version().stage()).isEqualTo(Stage.PRODUCTION);
        assertThat(model.version().card().title()).contains("PREVENT");
        assertThat(models.inProduction("no-such-model")).isEmpty();
    }

    @Test
    void aSecondStartFindsWhatTheFirstRegistered() {
        models.start();
        models.start();

        assertThat(store.versions(PREVENT)).hasSize(1);
    }

    @Test
    void anotherDigestUnderTheSameNumberStopsTheStart() {
        store.register(Cards.version(PREVENT, "1.0.0", Stage.PRODUCTION));

        assertThatThrownBy(models::start)
                .isInstanceOf(RegistrationException.class)
                .hasMessageContaining(Cards.DIGEST);
        assertThat(models.inProduction(PREVENT)).isEmpty();
    }

    @Test
    void aVersionThatIsDisabledIsNotAnsweredASecondLater() {
        models.start();
        assertThat(models.inProduction(PREVENT)).isPresent();

        store.move(PREVENT, "1.0.0", Stage.DISABLED);
        clock.step(Duration.ofSeconds(1));

        assertThat(models.inProduction(PREVENT)).isEmpty();
    }

    @Test
    void whileAnotherVersionIsInProductionTheShippedOneIsACandidate() {
        store.register(Cards.version(PREVENT, "0.9.0", Stage.PRODUCTION));
        models.start();

        assertThat(store.find(PREVENT, "1.0.0").orElseThrow().stage()).isEqualTo(Stage.CANDIDATE);
        assertThat(models.inProduction(PREVENT))
                .as("0.9.0 has no artifact here")
                .isEmpty();

        store.move(PREVENT, "0.9.0", Stage.RETIRED);
        store.move(PREVENT, "1.0.0", Stage.PRODUCTION);
        clock.step(Duration.ofSeconds(1));
        assertThat(models.inProduction(PREVENT)).isPresent();
    }

    private static final class SteppingClock extends Clock {
        private Instant now = Instant.parse("2026-06-15T12:00:00Z");

        void step(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
