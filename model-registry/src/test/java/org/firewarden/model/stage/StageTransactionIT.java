package org.firewarden.model.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.model.RegistryDatabase;
import org.firewarden.model.admission.Submissions;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.onnx.PoisonedFiles;
import org.firewarden.model.registry.JdbcModelStore;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A step and its record are one transaction: no version moves without anybody being able to read who moved it. */
class StageTransactionIT {

    private static final byte[] ARTIFACT = PoisonedFiles.good();
    private static final Caller MAX = new Caller(
            "max",
            "client",
            Set.of(Role.ML_ENGINEER),
            SmartScopes.parse("user/Device.crus"),
            PurposeOfUse.HOPERAT,
            null,
            null,
            null,
            null,
            null);

    private final JdbcTemplate jdbc = RegistryDatabase.emptied();
    private final ModelStore store = new JdbcModelStore(jdbc, RegistryDatabase.keys());
    private final AtomicInteger heeded = new AtomicInteger();

    @Test
    void aVersionWhoseStepCannotBeWrittenDownStaysWhereItIs() {
        register("1.0.0", Stage.CANARY);
        ModelStages broken = stages(new JdbcTemplate(RegistryDatabase.source()) {
            @Override
            public int update(String sql, Object... arguments) {
                if (sql.contains("model_step")) {
                    throw new IllegalStateException("the record cannot be written");
                }
                return super.update(sql, arguments);
            }
        });

        assertThatThrownBy(() -> broken.disable(MAX, "two", "1.0.0")).hasMessageContaining("cannot be written");
        assertThat(stage()).isEqualTo(Stage.CANARY);
        assertThatThrownBy(() -> broken.rollback(MAX, "two", "1.0.0")).hasMessageContaining("cannot be written");
        assertThat(stage()).isEqualTo(Stage.CANARY);
        assertThatThrownBy(() -> broken.fallBack("two", "1.0.0")).hasMessageContaining("cannot be written");
        assertThat(stage()).isEqualTo(Stage.CANARY);
        assertThat(heeded).hasValue(0);

        assertThat(stages(jdbc).disable(MAX, "two", "1.0.0")).isInstanceOf(StageResult.Moved.class);
        assertThat(stage()).isEqualTo(Stage.DISABLED);
        assertThat(heeded).hasValue(1);
    }

    private ModelStages stages(JdbcTemplate template) {
        return new ModelStages(
                store,
                new JdbcStageRecord(
                        template, new TransactionTemplate(new DataSourceTransactionManager(RegistryDatabase.source()))),
                (model, version) -> new UseEvidence.Evidence(0, 0, 0, 0, 0, null),
                heeded::incrementAndGet);
    }

    private Stage stage() {
        return store.find("two", "1.0.0").orElseThrow().stage();
    }

    private void register(String version, Stage stage) {
        ModelManifest manifest = Submissions.manifest(ARTIFACT);
        store.register(
                new ModelVersion("two", version, manifest.artifact().sha256(), stage, manifest.card()),
                new ModelContent(ManifestJson.write(manifest), ARTIFACT, "k", "p", "s", "author"));
    }
}
