package org.firewarden.ledger.accounting;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.search.AuditEventTable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens the accounting to a benchmark, which has no server around the ledger. */
public final class SixYears {

    private SixYears() {}

    /** Makes the accounting of a patient over the six years before now; answers how many disclosures it tells. */
    public static int disclosures(AuditEventTable events, JdbcTemplate jdbc, BlindIndex index, String patientId) {
        Clock clock = Clock.systemUTC();
        Instant now = clock.instant();
        AccountingPeriod period =
                new AccountingPeriod(now.atOffset(ZoneOffset.UTC).minusYears(6).toInstant(), now);
        return AccountingService.on(events, jdbc, index, clock)
                .account(patientId, period, false)
                .disclosures()
                .size();
    }
}
