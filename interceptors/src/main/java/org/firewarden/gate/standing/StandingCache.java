package org.firewarden.gate.standing;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.gate.standing.StandingChange.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What this node has read and kept. What is in it was so at its mark or later, and for what has changed since the mark there
 * is {@link StandingChanges}. So whoever looks something up has first to ask for the news since the mark, and to leave alone
 * what is in them.
 *
 * <p>Two things happen under one lock, both without a query: the mark moves on and what the news name goes; and what was read
 * since the mark is put in, if the mark has not moved meanwhile. Else a change that was committed between the reading and the
 * putting in would have been taken out before it was in.
 */
final class StandingCache {

    private static final int REMEMBERED = 50_000;
    private static final long LIFE_OF_A_MARK = Duration.ofMinutes(1).toNanos();

    private final Map<String, PatientRecord> patients = new ConcurrentHashMap<>();
    private final Map<String, CallerIdentities> callers = new ConcurrentHashMap<>();
    private volatile StandingMark mark = StandingMark.NONE;

    StandingMark mark() {
        return mark;
    }

    @Nullable
    PatientRecord patient(String patientId) {
        return patients.get(patientId);
    }

    @Nullable
    CallerIdentities caller(String fhirUser) {
        return callers.get(fhirUser);
    }

    /** Takes out what the news name. The mark moves on if it pays. */
    void take(StandingNews news, StandingMark since) {
        boolean isOld = news.until().takenAt() - since.takenAt() > LIFE_OF_A_MARK;
        if (news.isComplete() && news.changes().isEmpty() && !isOld && !since.equals(StandingMark.NONE)) {
            return;
        }
        synchronized (this) {
            if (news.isAboutEverything()) {
                patients.clear();
                callers.clear();
            } else {
                news.changes().forEach(this::remove);
            }
            if (mark.equals(since)) {
                mark = news.until();
            }
        }
    }

    private void remove(StandingChange change) {
        String subject = change.subject();
        if (change.kind() == Kind.PATIENT) {
            patients.remove(subject);
        } else if (change.kind() == Kind.MEMBER) {
            callers.values().removeIf(caller -> caller.references().contains(subject));
        } else if (change.kind() == Kind.TEAM) {
            patients.values().removeIf(patient -> patient.teams().contains(subject));
        }
    }

    /**
     * Puts in what was read.
     *
     * @param since the mark before the reading began
     */
    void keep(Collection<PatientRecord> records, StandingMark since) {
        synchronized (this) {
            if (mark.equals(since)) {
                if (patients.size() + records.size() > REMEMBERED) {
                    patients.clear();
                }
                records.stream()
                        .filter(PatientRecord::isKeepable)
                        .forEach(record -> patients.put(record.patientId(), record));
            }
        }
    }

    /** The same for who somebody is. */
    void keep(String fhirUser, CallerIdentities identities, StandingMark since) {
        synchronized (this) {
            if (mark.equals(since)) {
                if (callers.size() >= REMEMBERED) {
                    callers.clear();
                }
                callers.put(fhirUser, identities);
            }
        }
    }
}
