package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.model.RegistryDatabase;
import org.firewarden.model.registry.JdbcModelStore;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.stage.JdbcStageRecord;
import org.firewarden.model.stage.ModelStages;
import org.firewarden.model.stage.StageResult;
import org.firewarden.model.stage.UseEvidence;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two nodes over one database, each with what it remembers of the registry. */
class TwoNodesIT {

    private static final String NEWS2 = "news2";
    private static final CallSubject SOMEBODY = new CallSubject("p", Set.of());

    private final SteppedClock clock = new SteppedClock();

    @Test
    void whatOneNodeDisablesTheOtherAnswersNoLongerThanASecond() {
        JdbcTemplate jdbc = RegistryDatabase.emptied();
        ModelStore store = new JdbcModelStore(jdbc, RegistryDatabase.keys());
        ShippedModel shipped = ShippedModel.load(NEWS2 + "-1.0.0", Stage.PRODUCTION);
        ShippedSessions.admission(store)
                .submitOwn(shipped.artifact(), shipped.manifestBytes(), "max", Stage.PRODUCTION);
        RegisteredRiskModels here = node();
        RegisteredRiskModels there = node();
        RiskModel answering = there.select(NEWS2, SOMEBODY).shown().orElseThrow();
        assertThat(here.select(NEWS2, SOMEBODY).shown()).isPresent();

        StageResult disabled = stages(store, here).disable(sofia(), NEWS2, "1.0.0");

        assertThat(disabled).isInstanceOf(StageResult.Moved.class);
        assertThat(here.select(NEWS2, SOMEBODY).shown())
                .as("where it was disabled it is heeded at once")
                .isEmpty();
        assertThat(here.isDisabled(answering.version())).isTrue();
        assertThat(there.select(NEWS2, SOMEBODY).shown())
                .as("the other has not asked the database yet")
                .isPresent();
        clock.step(Duration.ofSeconds(1));
        assertThat(there.select(NEWS2, SOMEBODY).shown()).isEmpty();
        assertThat(there.version(NEWS2, "1.0.0")).isEmpty();
        assertThat(there.isDisabled(answering.version()))
                .as("what was chosen before is not shown any more")
                .isTrue();
    }

    private RegisteredRiskModels node() {
        RegisteredRiskModels node =
                ShippedSessions.models(new JdbcModelStore(RegistryDatabase.jdbc(), RegistryDatabase.keys()), clock);
        node.start();
        return node;
    }

    private static ModelStages stages(ModelStore store, RegisteredRiskModels node) {
        TransactionTemplate transactions =
                new TransactionTemplate(new DataSourceTransactionManager(RegistryDatabase.source()));
        return new ModelStages(
                store,
                new JdbcStageRecord(RegistryDatabase.jdbc(), transactions),
                (model, version) -> new UseEvidence.Evidence(0, 0, 0, 0, 0, null),
                node::forgetStages);
    }

    private static Caller sofia() {
        return new Caller(
                "sofia",
                "app",
                Set.of(Role.SAFETY_OFFICER),
                SmartScopes.parse("user/Device.rus"),
                PurposeOfUse.HOPERAT,
                null,
                null,
                null,
                null,
                null);
    }
}
