package org.firewarden.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.model.RegistryDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

class JdbcModelStoreIT extends ModelStoreContract {

    @Override
    ModelStore store() {
        return new JdbcModelStore(RegistryDatabase.emptied(), RegistryDatabase.keys());
    }

    @Test
    void theDatabaseItselfRefusesTwoVersionsInProductionAndAnUnknownStage() {
        ModelStore store = store();
        JdbcTemplate jdbc = RegistryDatabase.jdbc();
        store.register(Cards.version("risk", "1.0.0", Stage.PRODUCTION), Cards.CONTENT);
        store.register(Cards.version("risk", "1.1.0", Stage.PRODUCTION), Cards.CONTENT);

        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.model_version SET stage = 'PRODUCTION'"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.model_version SET stage = 'LIVE'"))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void theDatabaseItselfKeepsAVersionWhatItIs() {
        ModelStore store = store();
        store.register(Cards.version("risk", "1.0.0", Stage.CANDIDATE), Cards.CONTENT);

        assertThatThrownBy(() -> RegistryDatabase.jdbc()
                        .update("UPDATE firewarden.model_version SET sha256 = ?", "f".repeat(64)))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void theArtifactLiesSealedAndOpensForItsOwnVersionOnly() {
        ModelStore store = store();
        JdbcTemplate jdbc = RegistryDatabase.jdbc();
        store.register(Cards.version("risk", "1.0.0", Stage.CANDIDATE), Cards.CONTENT);
        byte[] stored = jdbc.queryForObject("SELECT artifact FROM firewarden.model_version", byte[].class);

        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(Cards.CONTENT.artifact(), StandardCharsets.ISO_8859_1));
        jdbc.update("INSERT INTO firewarden.model_version (model_id, version, sha256, stage, card, manifest, artifact,"
                + " key_id, public_key, signature, author) SELECT model_id, '2.0.0', sha256, stage, card, manifest,"
                + " artifact, key_id, public_key, signature, author FROM firewarden.model_version");
        assertThatThrownBy(() -> store.content("risk", "2.0.0")).isInstanceOf(KeyRingException.class);
        assertThat(store.manifest("risk", "2.0.0").orElseThrow())
                .as("who asks for the manifest opens no artifact")
                .usingRecursiveComparison()
                .isEqualTo(Cards.CONTENT.signedManifest());
    }
}
