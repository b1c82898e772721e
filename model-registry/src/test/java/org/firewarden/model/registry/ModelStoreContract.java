package org.firewarden.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

        assertThat(store.register(version)).isEqualTo(version);
        assertThat(store.find("risk", "1.0.0")).contains(version);
        assertThat(store.inProduction()).containsExactly(version);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        ModelStore store = store();
        assertThat(store.find("risk", "1.0.0")).isEmpty();
        assertThat(store.versions("risk")).isEmpty();
        assertThat(store.inProduction()).isEmpty();
    }

    @Test
    void aVersionIsNeverReplaced() {
        ModelStore store = store();
        ModelVersion first = store.register(Cards.version("risk", "1.0.0", Stage.PRODUCTION));
        ModelVersion other = new ModelVersion("risk", "1.0.0", "f".repeat(64), Stage.CANDIDATE, Cards.card("another"));

        assertThat(store.register(other)).isEqualTo(first);
        assertThat(store.find("risk", "1.0.0")).contains(first);
    }

    @Test
    void aSecondVersionInProductionBecomesACandidate() {
        ModelStore store = store();
        ModelVersion first = store.register(Cards.version("risk", "1.9.0", Stage.PRODUCTION));
        ModelVersion second = store.register(Cards.version("risk", "1.10.0", Stage.PRODUCTION));
        ModelVersion ofAnotherModel = store.register(Cards.version("score", "1.0.0", Stage.PRODUCTION));

        assertThat(second.stage()).isEqualTo(Stage.CANDIDATE);
        assertThat(store.inProduction()).containsExactlyInAnyOrder(first, ofAnotherModel);
        assertThat(store.versions("risk")).containsExactly(second, first);
    }

    @Test
    void nodesThatRegisterAtOnceAgree() throws Exception {
        ModelStore store = store();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ModelVersion>> starts = IntStream.range(0, 8)
                    .<Callable<ModelVersion>>mapToObj(
                            i -> () -> store.register(Cards.version("risk", "1." + i % 2 + ".0", Stage.PRODUCTION)))
                    .toList();
            for (Future<ModelVersion> start : nodes.invokeAll(starts)) {
                assertThat(start.get().modelId()).isEqualTo("risk");
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(store.versions("risk")).hasSize(2);
        assertThat(store.inProduction()).hasSize(1);
    }
}
