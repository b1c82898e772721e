package org.firewarden.ledger.alert;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventFacets;
import org.firewarden.ledger.follow.LedgerLeaf;
import org.jspecify.annotations.Nullable;

/** Decides for which patterns an event counts, and for whom. */
final class AlertHits {

    private static final String EACH = "";

    private final AlertSettings settings;
    private final BlindIndex index;
    private final AlertFacts facts;

    AlertHits(AlertSettings settings, BlindIndex index, AlertFacts facts) {
        this.settings = settings;
        this.index = index;
        this.facts = facts;
    }

    /** True if the event could count for a pattern that facts about people do not decide. */
    boolean isWorthOpening(LedgerLeaf leaf) {
        boolean hasPatient = (leaf.marks() & EventFacets.PATIENT) != 0;
        return leaf.outcome().equals(AuditOutcome.MINOR_FAILURE.code())
                || (hasPatient && settings.isNight(leaf.recorded()));
    }

    List<AlertHit> of(AuditEntry event) {
        Optional<String> actor = actor(event);
        if (actor.isEmpty() || event.is(AuditKind.ALERT)) {
            return List.of();
        }
        List<AlertHit> hits = new ArrayList<>();
        boolean isRefused = event.outcome() == AuditOutcome.MINOR_FAILURE
                && (event.denialReason() != null || event.httpStatus() == 401 || event.httpStatus() == 403);
        if (isRefused) {
            hits.add(new AlertHit(AlertPattern.REFUSALS, actor.get(), EACH, event));
        }
        if (event.outcome() != AuditOutcome.SUCCESS) {
            return hits;
        }
        Set<String> others = othersOf(event);
        if (others.stream().anyMatch(patient -> facts.isWatched(index.patient(patient)))) {
            hits.add(new AlertHit(AlertPattern.VIP_RECORD, actor.get(), EACH, event));
        }
        String user = event.fhirUser();
        if (user != null
                && others.stream()
                        .anyMatch(patient -> facts.isOneHousehold(index.agent(user), index.patient(patient)))) {
            hits.add(new AlertHit(AlertPattern.OWN_HOUSEHOLD, actor.get(), EACH, event));
        }
        if (settings.isNight(event.recorded()) && !settings.isKnownAtNight(event.clientId())) {
            others.forEach(patient ->
                    hits.add(new AlertHit(AlertPattern.NIGHT_READS, actor.get(), hex(index.patient(patient)), event)));
        }
        return hits;
    }

    /** Whose data was shown or changed; a patient's own record is the patient's. */
    private static Set<String> othersOf(AuditEntry event) {
        return event.fhirUser() != null && event.fhirUser().startsWith("Patient/") ? Set.of() : event.patientIds();
    }

    /** A person, else an account, else an application, else a machine. The server itself is none. */
    private Optional<String> actor(AuditEntry event) {
        String name = first(event.fhirUser(), event.subject(), event.clientId());
        if (name != null) {
            return Optional.of(hex(index.agent(name)));
        }
        return event.networkAddress().isEmpty() || event.networkAddress().equals("localhost")
                ? Optional.empty()
                : Optional.of(hex(index.address(event.networkAddress())));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private static @Nullable String first(@Nullable String... names) {
        for (String name : names) {
            if (name != null) {
                return name;
            }
        }
        return null;
    }
}
