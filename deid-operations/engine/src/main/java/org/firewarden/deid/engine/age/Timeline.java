package org.firewarden.deid.engine.age;

/**
 * What the years of one patient's record tell of the patient's age. Years only, and in doubt the higher age: who was born in
 * one year may be 90 in the ninetieth year after it.
 *
 * @param birthYear 0 if not known
 * @param lastYear the year of death; without one the newest year of the record; 0 if not known
 */
public record Timeline(int birthYear, int lastYear) {

    /** The lowest age that no element of a date may tell (45 CFR 164.514(b)(2)(i)(C): "all ages over 89"). */
    public static final int NINETY = 90;

    /** A patient of whom nothing is known. */
    public static final Timeline UNKNOWN = new Timeline(0, 0);

    /** True if some event of the record may have happened at an age over 89; the year of birth must then not come out. */
    public boolean isOver89() {
        return birthYear != 0 && lastYear - birthYear >= NINETY;
    }

    /** True if the year of an event may come out beside what else comes out of this patient's record. */
    public boolean permits(int year) {
        if (birthYear != 0 && !isOver89()) {
            return year - birthYear < NINETY;
        }
        // Without the year of birth, two events 90 years apart still tell the age.
        return lastYear == 0 || (lastYear - year < NINETY && !(isOver89() && year > lastYear));
    }

    /** True if each year of a span may come out. */
    public boolean permits(int first, int last) {
        return permits(first) && permits(last);
    }
}
