package org.firewarden.deid.engine.policy;

/** What the token walk does with a property: a rule's action, resolved for the property's type. */
public enum Treatment {
    BOOLEAN,
    NUMBER,
    CODE,
    CURRENCY,
    YEAR,
    BIRTH_YEAR,
    DEATH_YEAR,
    DATE,
    SHIFT,
    BIRTH_SHIFT,
    DEATH_SHIFT,
    ID,
    UID,
    REFERENCE,
    IDENTIFIER,
    FULL_URL,
    OBJECT,
    CODING,
    QUANTITY,
    ADDRESS,
    ZIP3,
    POSTAL_CODE,
    CITY,
    TEXT,
    XHTML,
    ATTACHMENT,
    BINARY,
    LABEL,
    STATE,
    COUNTRY,
    EXTENSION,
    RESOURCE;

    /** True for the date of birth, in whichever form it comes out. */
    public boolean isBirth() {
        return this == BIRTH_YEAR || this == BIRTH_SHIFT;
    }

    /** True for the date of death, in whichever form it comes out. */
    public boolean isDeath() {
        return this == DEATH_YEAR || this == DEATH_SHIFT;
    }

    /** True for what is moved by the patient's number of days. */
    public boolean isShifted() {
        return this == SHIFT || this == BIRTH_SHIFT || this == DEATH_SHIFT;
    }
}
