package org.firewarden.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each {@link ModelStore} keeps to. */
abstract class ModelStoreContract {

    /** An empty store. */
    abstract ModelStore store();

    @Test
    void aRegisteredVersionIsFoundAsItWas() {
        ModelStore store = store();
        ModelVersion version = Cards.version("risk", "1.0.0", Stage.PRODUCTION);

        assertThat(store.register(version, Cards.CONTENT)).isEqualTo(version);
        assertThat(store.find("risk", "1.0.0")).contains(version);
        assertThat(store.stages())
                .containsExactly(new StageEntry("risk", "1.0.0", Cards.DIGEST, Stage.PRODUCTION, 0, Set.of()));
        assertThat(store.content("risk", "1.0.0").orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(Cards.CONTENT);
        assertThat(store.manifest("risk", "1.0.0").orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(Cards.CONTENT.signedManifest());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        ModelStore store = store();
        assertThat(store.find("risk", "1.0.0")).isEmpty();
        assertThat(store.content("risk", "1.0.0")).isEmpty();
        assertThat(store.manifest("risk", "1.0.0")).isEmpty();
        assertThat(store.versions("risk")).isEmpty();
        assertThat(store.stages()).isEmpty();
    }

    @Test
    void aVersionIsNeverReplaced() {
        ModelStore store = store();
        ModelVersion first = store.register(Cards.version("risk", "1.0.0", Stage.PRODUCTION), Cards.CONTENT);
        ModelVersion other = new ModelVersion("risk", "1.0.0", "f".repeat(64), Stage.CANDIDATE, Cards.card("another"));

        assertThat(store.register(other, Cards.CONTENT)).isEqualTo(first);
        assertThat(store.find("risk", "1.0.0")).contains(first);
    }

    @Test
    void aSecondVersionInProductionBecomesACandidate() {
        ModelStore store = store();
        ModelVersion first = store.register(Cards.version("risk", "1.9.0", Stage.PRODUCTION), Cards.CONTENT);
        ModelVersion second = store.register(Cards.version("risk", "1.10.0", Stage.PRODUCTION), Cards.CONTENT);
        store.register(Cards.version("score", "1.0.0", Stage.PRODUCTION), Cards.CONTENT);

        assertThat(second.stage()).isEqualTo(Stage.CANDIDATE);
        assertThat(inProduction(store)).containsExactlyInAnyOrder("risk 1.9.0", "score 1.0.0");
        assertThat(store.versions("risk")).containsExactly(second, first);
    }

    @Test
    void aVersionMovesOnlyFromWhereItStandsAndToAFreePlace() {
        ModelStore store = store();
        store.register(Cards.version("risk", "1.0.0", Stage.PRODUCTION), Cards.CONTENT);
        store.register(Cards.version("risk", "1.1.0", Stage.SILENT), Cards.CONTENT);

        assertThat(store.move("risk", "1.1.0", Stage.VALIDATED, Stage.CANARY, 5, Set.of()))
                .isFalse();
        assertThat(store.move("risk", "1.1.0", Stage.SILENT, Stage.PRODUCTION, 0, Set.of()))
                .isFalse();
        assertThat(store.move("risk", "1.1.0", Stage.SILENT, Stage.CANARY, 5, Set.of("ward-3")))
                .isTrue();
        assertThat(store.stages())
                .contains(new StageEntry("risk", "1.1.0", Cards.DIGEST, Stage.CANARY, 5, Set.of("ward-3")));
    }

    @Test
    void nodesThatRegisterAtOnceAgree() throws Exception {
        ModelStore store = store();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ModelVersion>> starts = IntStream.range(0, 8)
                    .<Callable<ModelVersion>>mapToObj(i -> () ->
                            store.register(Cards.version("risk", "1." + i % 2 + ".0", Stage.PRODUCTION), Cards.CONTENT))
                    .toList();
            for (Future<ModelVersion> start : nodes.invokeAll(starts)) {
                assertThat(start.get().modelId()).isEqualTo("risk");
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(store.versions("risk")).hasSize(2);
        assertThat(inProduction(store)).hasSize(1);
    }

    private static List<String> inProduction(ModelStore store) {
        return store.stages().stream()
                .filter(entry -> entry.stage() == Stage.PRODUCTION)
                .map(entry -> entry.model() + " " + entry.version())
                .toList();
    }
}
