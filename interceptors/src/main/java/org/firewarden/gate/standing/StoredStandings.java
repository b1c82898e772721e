package org.firewarden.gate.standing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.gate.consent.ConsentRules;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.relationship.CareSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is known of patients, from the tables that are written along with the FHIR resources. What was read is kept; each time
 * one query asks the database what has changed since, so that a change holds on each node from its commit on. A transaction
 * that has written is told of its own changes too, and what it reads of them is not kept.
 */
public final class StoredStandings implements PatientStandings {

    private final StandingReader reader;
    private final StandingChanges changes;
    private final StandingCache cache = new StandingCache();

    /** Reads Consents from there and all else from the application's database. */
    public StoredStandings(ConsentRules consents, JdbcTemplate jdbc, CareSettings settings) {
        this.reader = new StandingReader(consents, jdbc, settings);
        this.changes = new StandingChanges(jdbc);
    }

    @Override
    public ConsentSnapshot snapshot(Caller caller, Set<String> patientIds, Instant asOf) {
        if (patientIds.isEmpty()) {
            return ConsentSnapshot.none(asOf);
        }
        StandingMark since = cache.mark();
        StandingNews news = changes.since(since);
        if (news.isOfCommittedOnly()) {
            cache.take(news, since);
        }
        Map<String, PatientRecord> records = new HashMap<>();
        Set<String> wanted = patientIds;
        while (!wanted.isEmpty()) {
            find(wanted, news, asOf, records);
            wanted = linkedWith(wanted, records);
        }
        Map<String, PatientStanding> patients = new HashMap<>();
        for (String id : patientIds) {
            PatientRecord record = Objects.requireNonNull(records.get(id));
            patients.put(
                    id,
                    new PatientStanding(consentsOf(record, records), record.caregivers(), record.grant(caller, asOf)));
        }
        return new ConsentSnapshot(patients, identities(caller.fhirUser(), news, asOf), asOf);
    }

    /** Adds the records of these patients, from what is kept or from the tables. */
    private void find(Set<String> wanted, StandingNews news, Instant asOf, Map<String, PatientRecord> records) {
        StandingMark before = cache.mark();
        Set<String> missing = new HashSet<>();
        for (String id : wanted) {
            PatientRecord kept = news.isAboutEverything() ? null : cache.patient(id);
            if (kept != null && kept.validity().isAt(asOf) && !news.isAbout(kept)) {
                records.put(id, kept);
            } else {
                missing.add(id);
            }
        }
        if (!missing.isEmpty()) {
            Map<String, PatientRecord> read = reader.records(missing, asOf);
            records.putAll(read);
            if (news.isOfCommittedOnly()) {
                cache.keep(read.values(), before);
            }
        }
    }

    private Set<String> identities(@Nullable String fhirUser, StandingNews news, Instant asOf) {
        if (fhirUser == null || fhirUser.isEmpty()) {
            return Set.of();
        }
        StandingMark before = cache.mark();
        CallerIdentities kept = news.isAboutEverything() ? null : cache.caller(fhirUser);
        if (kept != null && kept.validity().isAt(asOf) && !news.isAbout(kept)) {
            return kept.references();
        }
        CallerIdentities read = reader.identities(fhirUser, asOf);
        if (news.isOfCommittedOnly()) {
            cache.keep(fhirUser, read, before);
        }
        return read.references();
    }

    /** The records that these are linked with and that are not known yet. */
    private static Set<String> linkedWith(Set<String> patientIds, Map<String, PatientRecord> records) {
        Set<String> linked = new HashSet<>();
        for (String id : patientIds) {
            for (String other : Objects.requireNonNull(records.get(id)).links()) {
                if (!records.containsKey(other)) {
                    linked.add(other);
                }
            }
        }
        return linked;
    }

    /**
     * All records of one person share what their Consents deny. What one permits it permits for its own record only: who can
     * link two records must not be able to open the one by the Consent of the other.
     */
    private static List<ConsentRule> consentsOf(PatientRecord own, Map<String, PatientRecord> records) {
        if (own.links().isEmpty()) {
            return own.consents();
        }
        List<ConsentRule> shared = new ArrayList<>(own.consents());
        Set<String> ids = new HashSet<>();
        own.consents().forEach(consent -> ids.add(consent.consentId()));
        Set<String> seen = new HashSet<>(Set.of(own.patientId()));
        List<PatientRecord> walk = new ArrayList<>(List.of(own));
        for (int i = 0; i < walk.size(); i++) {
            for (String other : walk.get(i).links()) {
                if (seen.add(other)) {
                    PatientRecord record = Objects.requireNonNull(records.get(other));
                    walk.add(record);
                    record.consents().stream()
                            .filter(consent -> ids.add(consent.consentId()))
                            .forEach(consent -> shared.add(consent.withoutPermits()));
                }
            }
        }
        return shared;
    }
}
