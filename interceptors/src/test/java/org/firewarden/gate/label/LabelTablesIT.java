package org.firewarden.gate.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.firewarden.gate.label.LabelCarriers.Membership;
import org.firewarden.ledger.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The carriers in PostgreSQL. */
class LabelTablesIT {

    private static final Labels HIV = Labels.ofText("R HIV");

    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final LabelCarriers carriers = new JdbcLabelCarriers(jdbc);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
    private final String encounter = "Encounter/" + UUID.randomUUID();

    @Test
    void whoJoinsIsToldTheLabelsAndIsAMemberOnce() {
        carriers.put(Map.of(encounter, HIV));
        Membership member = new Membership(encounter, "Observation/o");

        assertThat(carriers.join(List.of(member, new Membership("Encounter/unknown", "Observation/o")), Set.of()))
                .isEqualTo(Map.of(encounter, HIV));
        carriers.join(List.of(member, member), Set.of());
        assertThat(carriers.members(Set.of(encounter))).containsExactly(member);
    }

    @Test
    void labelsArePutInPlaceOfOthers() {
        carriers.put(Map.of(encounter, HIV));
        carriers.put(Map.of(encounter, Labels.ofText("V HIV SDV")));

        assertThat(carriers.join(List.of(), Set.of(encounter)))
                .isEqualTo(Map.of(encounter, Labels.ofText("V HIV SDV")));
    }

    @Test
    void whoJoinsWhileAnotherRaisesWaitsAndIsToldTheNewLabels() throws Exception {
        CountDownLatch hasLocked = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> raising = threads.submit(() -> transaction.executeWithoutResult(status -> {
                carriers.join(List.of(), Set.of(encounter));
                hasLocked.countDown();
                await(mayCommit);
                carriers.put(Map.of(encounter, HIV));
            }));
            assertThat(hasLocked.await(30, TimeUnit.SECONDS)).isTrue();
            Future<Map<String, Labels>> joining = threads.submit(() -> transaction.execute(
                    status -> carriers.join(List.of(new Membership(encounter, "Observation/o")), Set.of())));
            awaitAWaiter();
            assertThat(joining.isDone()).isFalse();
            mayCommit.countDown();
            raising.get(30, TimeUnit.SECONDS);

            assertThat(joining.get(30, TimeUnit.SECONDS)).isEqualTo(Map.of(encounter, HIV));
        } finally {
            mayCommit.countDown();
            threads.shutdownNow();
        }
    }

    /** Until PostgreSQL says that somebody waits for an advisory lock. */
    private void awaitAWaiter() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Boolean.FALSE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)", Boolean.class))) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody lets it commit");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
