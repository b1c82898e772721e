package org.firewarden.cohort;

/** One record: its number among those that a job collects, and whose it is. */
public record Subject(int ordinal, String patientId) {

    /** Says nothing of whose it is. */
    @Override
    public String toString() {
        return "Subject[" + ordinal + "]";
    }
}
