package org.firewarden.deid.engine.stream;

import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.age.Timelines;
import org.jspecify.annotations.Nullable;

/** What a walk met in one resource that decides whether dates and ages in it may come out. */
final class Trace {

    @Nullable
    String patient;

    boolean isPatient;
    int birthYear;
    int deathYear;
    int recordedYear;
    /** The earliest and newest year that would come out; 0 if none. */
    int firstYear;

    int lastYear;
    /** As the newest year, without the ends of periods, which may lie in the future. */
    int lastEvent;

    boolean hasAgeCode;
    boolean hasNinety;

    void year(int year, boolean isEnd) {
        firstYear = firstYear == 0 ? year : Math.min(firstYear, year);
        lastYear = Math.max(lastYear, year);
        if (!isEnd) {
            lastEvent = Math.max(lastEvent, year);
        }
    }

    /** True if the resource tells an age as a plain number. */
    boolean tellsAge() {
        return hasAgeCode && hasNinety;
    }

    /** Notes what this resource says of its patient. */
    void noteIn(Timelines timelines) {
        String who = patient;
        if (who == null) {
            return;
        }
        if (isPatient) {
            timelines.patient(who, birthYear, deathYear, recordedYear);
        }
        timelines.event(who, lastEvent);
    }

    /** The timeline of this resource's patient; of a Patient without any name what the resource itself tells. */
    Timeline timeline(Timelines timelines) {
        String who = patient;
        if (who != null) {
            return timelines.of(who);
        }
        if (!isPatient) {
            return Timeline.UNKNOWN;
        }
        Timelines own = timelines.apart();
        own.patient("", birthYear, deathYear, recordedYear);
        own.event("", lastEvent);
        return own.of("");
    }

    /** True if all that came out of a first walk may come out. */
    boolean isPermittedBy(Timeline timeline) {
        boolean isElder = timeline.isOver89() && (birthYear != 0 || deathYear != 0);
        return !isElder && !tellsAge() && (firstYear == 0 || timeline.permits(firstYear, lastYear));
    }
}
