package org.firewarden.ledger.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** The database role that may add events and read them, and nothing else (NIST SP 800-53, AU-9(4)). */
public final class LedgerRole {

    private static final String NAME = "firewarden_ledger";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRole.class);

    private final boolean isAvailable;

    private LedgerRole(boolean isAvailable) {
        this.isAvailable = isAvailable;
    }

    /** Looks whether this connection's user may take the role on, and warns if not. */
    public static LedgerRole find(JdbcTemplate jdbc) {
        Integer found = jdbc.queryForObject(
                "SELECT count(*) FROM pg_roles WHERE rolname = ? AND pg_has_role(oid, 'MEMBER')", Integer.class, NAME);
        boolean isAvailable = found != null && found > 0;
        if (!isAvailable) {
            LOG.warn("The ledger is written with the server's own database role; create role {} and grant it", NAME);
        }
        return new LedgerRole(isAvailable);
    }

    /** Whether events are written under the role. */
    public boolean isAvailable() {
        return isAvailable;
    }

    /** What a transaction begins with, to take the role on until its end. */
    String begin() {
        return isAvailable ? "SET LOCAL ROLE " + NAME + "; " : "";
    }
}
