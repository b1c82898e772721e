package org.firewarden.deid.engine.age;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The timelines of all patients of a data set, gathered in a first pass over it: about a hundred bytes for each patient.
 * Safe for many threads.
 */
public final class Timelines {

    private record Years(int birth, int death, int event, int recorded) {

        private static final Years NONE = new Years(0, 0, 0, 0);

        /** Joins two views; of two years of birth the earlier counts, of two other years the later. */
        Years and(Years other) {
            int earliest = birth == 0 || other.birth == 0 ? Math.max(birth, other.birth) : Math.min(birth, other.birth);
            return new Years(
                    earliest,
                    Math.max(death, other.death),
                    Math.max(event, other.event),
                    Math.max(recorded, other.recorded));
        }
    }

    private final ConcurrentMap<String, Years> patients = new ConcurrentHashMap<>();
    private final int undatedAsOf;
    private volatile boolean isIncomplete;

    /**
     * Starts empty.
     *
     * @param undatedAsOf the year in which a patient is taken to live whose record holds no date
     */
    public Timelines(int undatedAsOf) {
        this.undatedAsOf = undatedAsOf;
    }

    /**
     * Notes what a Patient resource says; 0 stands for what it does not say.
     *
     * @param patient the identity, {@code Patient/id}
     * @param recorded the year in which the resource itself was last written
     */
    public void patient(String patient, int birth, int death, int recorded) {
        patients.merge(patient, new Years(birth, death, 0, recorded), Years::and);
    }

    /** Notes the newest year of an event of a patient. */
    public void event(String patient, int year) {
        if (year != 0) {
            patients.merge(patient, new Years(0, 0, year, 0), Years::and);
        }
    }

    /**
     * Notes that something of the data set could not be read. It may have told of any patient that he or she lived on, so from
     * now on each one whose death is not known is taken to live in the year for undated records.
     */
    public void incomplete() {
        isIncomplete = true;
    }

    /** Empty timelines with the same year for undated records. */
    public Timelines apart() {
        Timelines apart = new Timelines(undatedAsOf);
        apart.isIncomplete = isIncomplete;
        return apart;
    }

    /** The timeline of a patient. */
    public Timeline of(String patient) {
        Years years = patients.getOrDefault(patient, Years.NONE);
        if (years.death() != 0) {
            return new Timeline(years.birth(), years.death());
        }
        int last = Math.max(years.event(), years.recorded());
        if (isIncomplete) {
            return new Timeline(years.birth(), Math.max(last, undatedAsOf));
        }
        return new Timeline(years.birth(), last == 0 && years.birth() != 0 ? undatedAsOf : last);
    }
}
