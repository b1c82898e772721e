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
    ID,
    REFERENCE,
    IDENTIFIER,
    FULL_URL,
    OBJECT,
    CODING,
    QUANTITY,
    ADDRESS,
    ZIP3,
    STATE,
    COUNTRY,
    EXTENSION,
    RESOURCE
}
