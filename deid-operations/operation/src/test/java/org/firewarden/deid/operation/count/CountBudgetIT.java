package org.firewarden.deid.operation.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.deid.operation.dataset.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class CountBudgetIT {

    private final Caller someone = new Caller(
            "someone-" + UUID.randomUUID(),
            "app",
            Set.of(Role.RESEARCHER),
            SmartScopes.NONE,
            PurposeOfUse.HRESCH,
            null,
            null,
            null,
            null,
            null);
    private final CountBudget budget =
            new CountBudget(TestDatabase.jdbc(), Epsilon.parse("1").orElseThrow());

    private static Epsilon epsilon(String text) {
        return Epsilon.parse(text).orElseThrow();
    }

    @Test
    void itIsSpentToTheLastMillionthAndNoFurther() {
        assertThat(budget.spend(someone, "ResearchStudy/1", epsilon("0.4"))).hasValue(600_000);
        assertThat(budget.spend(someone, "ResearchStudy/1", epsilon("0.7"))).isEmpty();
        assertThat(budget.spend(someone, "ResearchStudy/1", epsilon("0.6"))).hasValue(0);
        assertThat(budget.spend(someone, "ResearchStudy/1", epsilon("0.000001")))
                .isEmpty();
        assertThat(budget.spend(someone, "ResearchStudy/2", epsilon("0.1"))).hasValue(900_000);
        assertThat(budget.spend(someone, "ResearchStudy/3", epsilon("1.000001")))
                .isEmpty();
    }

    @Test
    void manyAtOnceDoNotOverspend() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> spent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                spent.add(threads.submit(() ->
                        budget.spend(someone, "ResearchStudy/4", epsilon("0.1")).isPresent()));
            }
            int succeeded = 0;
            for (Future<Boolean> one : spent) {
                succeeded += one.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(10);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatWasSpentIsNotGivenBack() {
        budget.spend(someone, "ResearchStudy/5", epsilon("0.5"));
        assertThatThrownBy(() -> TestDatabase.jdbc()
                        .update("UPDATE firewarden.count_budget SET spent = 0 WHERE subject = ?", someone.subject()))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> TestDatabase.jdbc()
                        .update("DELETE FROM firewarden.count_budget WHERE subject = ?", someone.subject()))
                .isInstanceOf(DataAccessException.class);
    }
}
