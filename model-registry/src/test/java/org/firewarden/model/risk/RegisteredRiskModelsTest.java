package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.admission.AdmissionResult;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.registry.Cards;
import org.firewarden.model.registry.InMemoryModelStore;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegisteredRiskModelsTest {

    private static final String PREVENT = "prevent-base-10y";
    private static final CallSubject SOMEBODY = new CallSubject("p", Set.of());

    private final InMemoryModelStore store = new InMemoryModelStore();
    private final SteppedClock clock = new SteppedClock();
    private final RegisteredRiskModels models = ShippedSessions.models(store, clock);

    @BeforeEach
    void start() {
        register("1.0.0", Stage.PRODUCTION);
        models.start();
    }

    @Test
    void theVersionInProductionAnswers() {
        RiskModel model = models.inProduction(PREVENT).orElseThrow();
        assertThat(model.version().version()).isEqualTo("1.0.0");
        assertThat(model.version().stage()).isEqualTo(Stage.PRODUCTION);
        assertThat(model.version().card().title()).contains("PREVENT");
        assertThat(models.inProduction("no-such-model")).isEmpty();
    }

    @Test
    void anotherManifestUnderTheSameNumberStopsTheStart() {
        InMemoryModelStore altered = new InMemoryModelStore();
        altered.register(Cards.version(PREVENT, "1.0.0", Stage.PRODUCTION), Cards.CONTENT);

        assertThatThrownBy(() -> ShippedSessions.shipped(altered).register())
                .isInstanceOf(RegistrationException.class)
                .hasMessageContaining(Sha256.hex(Cards.CONTENT.manifest()));
    }

    @Test
    void aVersionThatIsDisabledIsNotAnsweredASecondLater() {
        assertThat(models.inProduction(PREVENT)).isPresent();

        store.move(PREVENT, "1.0.0", Stage.DISABLED);
        clock.step(Duration.ofSeconds(1));

        assertThat(models.inProduction(PREVENT)).isEmpty();
        assertThat(models.version(PREVENT, "1.0.0")).isEmpty();
    }

    @Test
    void silentVersionsRunBesideTheOneInProduction() {
        register("1.1.0", Stage.SILENT);
        clock.step(Duration.ofSeconds(1));

        // The first question finds that 1.1.0 is to be loaded; the loader of this test does so at once.
        models.select(PREVENT, SOMEBODY);
        Selection selection = models.select(PREVENT, SOMEBODY);

        assertThat(selection.isCanary()).isFalse();
        assertThat(selection.shown().orElseThrow().version().version()).isEqualTo("1.0.0");
        assertThat(selection.silent())
                .extracting(model -> model.version().version())
                .containsExactly("1.1.0");
    }

    @Test
    void aCanaryGetsItsShareOfThePatientsAndAlwaysTheSame() {
        register("1.1.0", Stage.SILENT);
        store.move(PREVENT, "1.1.0", Stage.SILENT, Stage.CANARY, 20, Set.of("ward-3"));
        clock.step(Duration.ofSeconds(1));
        models.select(PREVENT, SOMEBODY);

        long canaries = IntStream.range(0, 2000)
                .filter(i -> models.select(PREVENT, new CallSubject("patient-" + i, Set.of()))
                        .isCanary())
                .count();
        assertThat(canaries / 2000.0).isCloseTo(0.2, within(0.04));
        boolean falls = models.select(PREVENT, SOMEBODY).isCanary();
        assertThat(IntStream.range(0, 20))
                .allMatch(i -> models.select(PREVENT, SOMEBODY).isCanary() == falls);
        Selection onTheWard = models.select(PREVENT, new CallSubject("anybody", Set.of("ward-3")));
        assertThat(onTheWard.isCanary()).isTrue();
        assertThat(onTheWard.shown().orElseThrow().version().version()).isEqualTo("1.1.0");
    }

    @Test
    void aVersionWhoseSignatureDoesNotHoldIsNeverAnswered() {
        ModelContent content = store.content(PREVENT, "1.0.0").orElseThrow();
        byte[] altered = new String(content.manifest(), StandardCharsets.UTF_8)
                .replace("\"version\":\"1.0.0\"", "\"version\":\"3.0.0\"")
                .getBytes(StandardCharsets.UTF_8);
        ModelVersion version = store.find(PREVENT, "1.0.0").orElseThrow();
        store.register(
                new ModelVersion(PREVENT, "3.0.0", version.sha256(), Stage.SILENT, version.card()),
                new ModelContent(
                        altered,
                        content.artifact(),
                        content.keyId(),
                        content.publicKey(),
                        content.signature(),
                        content.author()));
        clock.step(Duration.ofSeconds(1));
        models.select(PREVENT, SOMEBODY);

        assertThat(ManifestJson.read(altered).version()).isEqualTo("3.0.0");
        assertThat(models.select(PREVENT, SOMEBODY).silent()).isEmpty();
        assertThat(models.version(PREVENT, "3.0.0")).isEmpty();
    }

    /** Registers PREVENT under a number, signed as its own version. */
    private void register(String version, Stage stage) {
        ShippedModel shipped = ShippedModel.load(PREVENT + "-1.0.0", stage);
        byte[] manifest = new String(shipped.manifestBytes(), StandardCharsets.UTF_8)
                .replace("\"version\":\"1.0.0\"", "\"version\":\"" + version + "\"")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(ShippedSessions.admission(store).submitOwn(shipped.artifact(), manifest, "max", stage))
                .isInstanceOf(AdmissionResult.Admitted.class);
    }
}
