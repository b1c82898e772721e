package org.firewarden.ledger.siem;

import java.util.Locale;
import java.util.Set;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.ledger.store.LedgerAppender;

/** How urgent an event is, by the numbers of RFC 5424, section 6.2.1. */
enum SiemSeverity {
    /** A pattern passed its threshold. Somebody should look at once. */
    ALERT(1),
    /** The ledger's clock was set back, or a key was destroyed. */
    CRITICAL(2),
    /** The server failed. */
    ERROR(3),
    /** A request was refused. */
    WARNING(4),
    /** Who may do what has changed, or a patient was opened in an emergency. */
    NOTICE(5),
    /** All else. */
    INFORMATIONAL(6);

    private static final Set<String> CRITICAL_KINDS =
            Set.of(LedgerAppender.CLOCK_SET_BACK, AuditKind.KEY_DESTRUCTION.code());

    private static final Set<String> NOTICED_KINDS = Set.of(
            AuditKind.ACCOUNT_CHANGE.code(),
            AuditKind.CLIENT_CHANGE.code(),
            AuditKind.CONSENT_CHANGE.code(),
            AuditKind.POLICY_CHANGE.code(),
            AuditKind.SETTINGS_CHANGE.code(),
            AuditKind.KEY_USE.code(),
            AuditKind.KEY_ROTATION.code(),
            AuditKind.BREAK_GLASS_REVIEW.code(),
            "$break-glass");

    private final int number;

    SiemSeverity(int number) {
        this.number = number;
    }

    static SiemSeverity of(String interaction, String outcome, boolean isUnderBreakGlass) {
        if (interaction.equals(AuditKind.ALERT.code())) {
            return ALERT;
        }
        if (CRITICAL_KINDS.contains(interaction)) {
            return CRITICAL;
        }
        if (!outcome.equals(AuditOutcome.SUCCESS.code())) {
            return outcome.equals(AuditOutcome.MINOR_FAILURE.code()) ? WARNING : ERROR;
        }
        return isUnderBreakGlass || NOTICED_KINDS.contains(interaction) ? NOTICE : INFORMATIONAL;
    }

    int number() {
        return number;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
