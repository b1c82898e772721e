package org.firewarden.server.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.ledger.LedgerConfiguration;
import org.firewarden.server.database.DatabaseConfiguration;
import org.firewarden.server.settings.SettingsConfiguration;
import org.firewarden.smart.admin.Accounts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the command line needs of the server: settings, keys, database, ledger. Not a configuration that the server would scan; beans
 * are made when they are asked for, so nothing of the server runs.
 */
@Import({SettingsConfiguration.class, DatabaseConfiguration.class, LedgerConfiguration.class})
class AccountsContext {

    @Bean
    Accounts accounts(JdbcTemplate jdbc, KeyRing keys, SecureRandom random, AuditTrail trail, Clock clock) {
        return new Accounts(jdbc, keys, random, trail, clock);
    }
}
