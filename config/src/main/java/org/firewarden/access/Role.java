package org.firewarden.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is at this hospital, as the {@code roles} claim of a token states it. */
public enum Role {
    /** Treats patients. */
    CLINICIAN,
    /** Asks for the own record. */
    PATIENT,
    /** Works on an approved research protocol. */
    RESEARCHER,
    /** Reads the audit trail. */
    AUDITOR,
    /** Answers for privacy: disclosures, restrictions, incidents. */
    PRIVACY_OFFICER,
    /** Trains and submits models. */
    ML_ENGINEER,
    /** Approves models and silences them. */
    SAFETY_OFFICER,
    /** A system that writes clinical data. */
    INTERFACE_ENGINE,
    /** An EHR that calls CDS Hooks on behalf of its user. */
    CDS_CLIENT,
    /** Asks for payment, or pays: a billing office or a payer. */
    BILLING,
    /** Measures and improves quality. */
    QUALITY,
    /** An application that works by itself, without a person. */
    APP,
    /** Changes settings; sees no patient data. */
    ADMINISTRATOR;

    /** The role with this claim value, for example {@code ml-engineer}, or empty. */
    public static Optional<Role> ofCode(String code) {
        return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
    }

    /** The claim value: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
