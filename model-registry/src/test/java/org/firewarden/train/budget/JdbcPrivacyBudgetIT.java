package org.firewarden.train.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.model.RegistryDatabase;
import org.firewarden.train.budget.PrivacyBudget.Charge;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class JdbcPrivacyBudgetIT {

    private final JdbcTemplate jdbc = RegistryDatabase.emptied();
    private final String key = "source-" + UUID.randomUUID();

    private PrivacyBudget node() {
        return new JdbcPrivacyBudget(
                jdbc,
                new DataSourceTransactionManager(Objects.requireNonNull(jdbc.getDataSource())),
                new PrivacyBudget.Limit(10, 1e-4));
    }

    @Test
    void runsAddUpUntilTheBudgetIsSpent() {
        PrivacyBudget budget = node();

        assertThat(budget.charge(UUID.randomUUID(), key, "DataSet/1", 4, 1e-6)).isInstanceOf(Charge.Charged.class);
        assertThat(budget.charge(UUID.randomUUID(), key, "DataSet/2", 5, 1e-6)).isInstanceOf(Charge.Charged.class);
        Charge third = budget.charge(UUID.randomUUID(), key, "DataSet/1", 2, 1e-6);

        assertThat(third).isInstanceOf(Charge.Overspent.class);
        assertThat(budget.spent(key).epsilon()).isCloseTo(9, within(1e-12));
        assertThat(budget.spent(key).delta()).isCloseTo(2e-6, within(1e-18));
        assertThat(budget.spent("another source").epsilon()).isZero();
    }

    @Test
    void deltaIsABudgetToo() {
        assertThat(node().charge(UUID.randomUUID(), key, "DataSet/1", 1, 2e-4)).isInstanceOf(Charge.Overspent.class);
    }

    @Test
    void aRunThatGoesOnAfterACrashIsChargedOnce() {
        UUID run = UUID.randomUUID();
        node().charge(run, key, "DataSet/1", 6, 1e-6);

        assertThat(node().charge(run, key, "DataSet/1", 6, 1e-6)).isInstanceOf(Charge.Charged.class);
        assertThat(node().spent(key).epsilon()).isEqualTo(6);
        assertThatThrownBy(() -> node().charge(run, key + "-other", "DataSet/1", 6, 1e-6))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoNodesCannotBothTakeWhatIsLeft() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Charge>> charges = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                PrivacyBudget node = node();
                charges.add(() -> node.charge(UUID.randomUUID(), key, "DataSet/1", 3, 1e-6));
            }
            int charged = 0;
            for (Future<Charge> future : threads.invokeAll(charges)) {
                charged += future.get() instanceof Charge.Charged ? 1 : 0;
            }
            assertThat(charged).isEqualTo(3);
            assertThat(node().spent(key).epsilon()).isEqualTo(9);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nothingIsGivenBack() {
        node().charge(UUID.randomUUID(), key, "DataSet/1", 1, 1e-6);
        assertThatThrownBy(() -> jdbc.update("DELETE FROM firewarden.privacy_charge"))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.privacy_charge SET epsilon = 0.1"))
                .isInstanceOf(DataAccessException.class);
    }
}
