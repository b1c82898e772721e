package org.firewarden.model.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.firewarden.crypto.KeyRingException;
import org.firewarden.model.RegistryDatabase;
import org.firewarden.model.admission.Submissions;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.onnx.PoisonedFiles;
import org.firewarden.model.registry.Cards;
import org.firewarden.model.registry.JdbcModelStore;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.Stage;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.server.ResponseStatusException;

class ModelCardControllerIT {

    private static final byte[] MANIFEST = ManifestJson.write(Submissions.manifest(PoisonedFiles.good()));

    /** A card tells of a model and does not run it: the artifact, here one that does not open, is left alone. */
    @Test
    void cardsAndManifestAreAnsweredWithoutOpeningTheArtifact() {
        JdbcTemplate jdbc = RegistryDatabase.emptied();
        ModelStore store = new JdbcModelStore(jdbc, RegistryDatabase.keys());
        store.register(
                Cards.version("risk", "1.0.0", Stage.CANDIDATE),
                new ModelContent(MANIFEST, PoisonedFiles.good(), "key", "public key", "signature", "max"));
        jdbc.update("INSERT INTO firewarden.model_version (model_id, version, sha256, stage, card, manifest, artifact,"
                + " key_id, public_key, signature, author) SELECT model_id, '2.0.0', sha256, stage, card, manifest,"
                + " 'not sealed'::bytea, key_id, public_key, signature, author FROM firewarden.model_version");
        ModelCardController cards = new ModelCardController(store);

        assertThatThrownBy(() -> store.content("risk", "2.0.0")).isInstanceOf(KeyRingException.class);
        assertThat(cards.card("risk", "2.0.0").getBody()).contains("<h1>");
        assertThat(cards.xml("risk", "2.0.0").getBody()).contains("risk");
        assertThat(cards.manifest("risk", "2.0.0").getBody()).isEqualTo(MANIFEST);
        assertThat(cards.manifest("risk", "2.0.0").getHeaders().getFirst("Firewarden-Model-Key"))
                .isEqualTo("key");
        assertThatThrownBy(() -> cards.card("risk", "3.0.0")).isInstanceOf(ResponseStatusException.class);
    }
}
