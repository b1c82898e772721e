package org.firewarden.cohort;

/** What became of one record. */
public enum SubjectState {
    /** Not looked at yet. */
    PENDING('P'),
    /** Read. */
    DONE('D'),
    /** The caller may not see it. */
    HIDDEN('H'),
    /** Nothing of it is wanted. */
    OTHER('O');

    private final String code;

    SubjectState(char code) {
        this.code = String.valueOf(code);
    }

    /** The letter under which it is stored. */
    public String code() {
        return code;
    }
}
