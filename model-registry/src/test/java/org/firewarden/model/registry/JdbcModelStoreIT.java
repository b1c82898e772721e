package org.firewarden.model.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.firewarden.model.RegistryDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

class JdbcModelStoreIT extends ModelStoreContract {

    @Override
    ModelStore store() {
        return new JdbcModelStore(RegistryDatabase.emptied());
    }

    @Test
    void theDatabaseItselfRefusesTwoVersionsInProductionAndAnUnknownStage() {
        JdbcTemplate jdbc = RegistryDatabase.emptied();
        ModelStore store = new JdbcModelStore(jdbc);
        store.register(Cards.version("risk", "1.0.0", Stage.PRODUCTION));
        store.register(Cards.version("risk", "1.1.0", Stage.PRODUCTION));

        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.model_version SET stage = 'PRODUCTION'"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.model_version SET stage = 'LIVE'"))
                .isInstanceOf(DataIntegrityViolationException.class);
    }
}
