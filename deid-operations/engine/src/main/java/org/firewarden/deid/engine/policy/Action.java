package org.firewarden.deid.engine.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rule of a policy does with an element. What no rule names is dropped. */
enum Action {
    /** Copies a boolean, a number, or a code of a required value set. Free text can never be kept. */
    KEEP,
    /** Looks at the properties one by one. */
    ENTER,
    /** Leaves the year of a date. */
    YEAR,
    /** Leaves the year of the date of birth, unless it tells an age over 89. */
    BIRTH_YEAR,
    /** Leaves the year of death; where it tells an age over 89, only that the patient died. */
    DEATH_YEAR,
    /** Keeps a date, a time or both as they are. */
    DATE,
    /** Moves a date by the patient's own number of days. */
    SHIFT,
    /** Moves the date of birth likewise, unless it tells an age over 89. */
    BIRTH_SHIFT,
    /** Moves the date of death likewise; where it tells an age over 89, only that the patient died. */
    DEATH_SHIFT,
    /** Puts a random token of the vault in place of an id, reference, identifier or full URL. */
    TOKEN,
    /** Puts a UID made of a token in place of a DICOM UID. */
    UID,
    /** Keeps a code of a public code system, without its display. */
    PUBLIC_CODE,
    /** Keeps a number with its unit bit for bit; an age over 89 becomes 90 or more. */
    QUANTITY,
    /** Leaves three digits of a ZIP code where more than 20,000 people live, else 000. */
    ZIP3,
    /** Keeps a ZIP code of five or nine digits. */
    POSTAL_CODE,
    /** Keeps a city: letters only. */
    CITY,
    /** Takes out of a text all that identifies, and keeps the rest. */
    SCRUB,
    /** Keeps a label made of numbers, such as 1.2.3; another becomes a token. */
    LABEL,
    /** Keeps a state of the United States. */
    STATE,
    /** Keeps a country. */
    COUNTRY,
    /** Keeps an ISO 4217 currency code. */
    CURRENCY,
    /** Keeps the extensions that the policy lists. */
    LISTED,
    /** Starts again with the allow-list of the nested resource's own type. */
    RESOURCE,
    /** Drops it, also where a rule for its type would keep it. */
    DROP;

    static Optional<Action> ofWord(String word) {
        return Arrays.stream(values()).filter(a -> a.word().equals(word)).findFirst();
    }

    boolean isShift() {
        return this == SHIFT || this == BIRTH_SHIFT || this == DEATH_SHIFT;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
