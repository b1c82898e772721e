package org.firewarden.ledger.accounting;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * On what basis data was disclosed, and whether it is accounted for: everything is, but for the exclusions of 45 CFR
 * 164.528(a)(1)(i) to (viii) and what is no protected health information.
 */
enum DisclosureBasis {
    TREATMENT(false, "164.528(a)(1)(i)", "Treatment"),
    PAYMENT(false, "164.528(a)(1)(i)", "Payment"),
    OPERATIONS(false, "164.528(a)(1)(i)", "Health care operations"),
    TO_INDIVIDUAL(false, "164.528(a)(1)(ii)", "To the individual"),
    INCIDENTAL(false, "164.528(a)(1)(iii)", "Incident to a permitted use"),
    AUTHORIZATION(false, "164.528(a)(1)(iv)", "Authorized by the individual"),
    FACILITY_DIRECTORY(false, "164.528(a)(1)(v)", "Facility directory"),
    PERSONS_INVOLVED(false, "164.528(a)(1)(v)", "Persons involved in the individual's care, or notification"),
    NATIONAL_SECURITY(false, "164.528(a)(1)(vi)", "National security or intelligence"),
    CORRECTIONAL(false, "164.528(a)(1)(vii)", "Correctional institution or custody"),
    LIMITED_DATA_SET(false, "164.528(a)(1)(viii)", "Limited data set"),
    DEIDENTIFIED(false, "164.502(d)(2)", "De-identified data"),
    REQUIRED_BY_LAW(true, "164.512(a)", "Required by law"),
    PUBLIC_HEALTH(true, "164.512(b)", "Public health"),
    ABUSE(true, "164.512(c)", "Victims of abuse, neglect or domestic violence"),
    HEALTH_OVERSIGHT(true, "164.512(d)", "Health oversight"),
    JUDICIAL(true, "164.512(e)", "Judicial or administrative proceedings"),
    LAW_ENFORCEMENT(true, "164.512(f)", "Law enforcement"),
    DECEDENTS(true, "164.512(g)", "Coroners, medical examiners and funeral directors"),
    ORGAN_DONATION(true, "164.512(h)", "Organ, eye or tissue donation"),
    RESEARCH(true, "164.512(i)", "Research"),
    SERIOUS_THREAT(true, "164.512(j)", "Serious threat to health or safety"),
    GOVERNMENT(true, "164.512(k)", "Specialized government functions"),
    WORKERS_COMPENSATION(true, "164.512(l)", "Workers' compensation"),
    SECRETARY(true, "164.502(a)(2)(ii)", "Investigation by the Secretary"),
    IMPERMISSIBLE(true, "164.402", "Not permitted: a breach or suspected breach"),
    OTHER(true, "164.528(a)(1)", "Other or unknown");

    private final boolean isAccounted;
    private final String clause;
    private final String display;

    DisclosureBasis(boolean isAccounted, String clause, String display) {
        this.isAccounted = isAccounted;
        this.clause = clause;
        this.display = display;
    }

    /** The basis with this code, or empty. */
    static Optional<DisclosureBasis> ofCode(String code) {
        return Arrays.stream(values())
                .filter(basis -> basis.code().equals(code))
                .findFirst();
    }

    /** Lower case with hyphens. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if the individual is told. */
    boolean isAccounted() {
        return isAccounted;
    }

    /** True if an agency can have the accounting suspended (45 CFR 164.528(a)(2)). */
    boolean isSuspendable() {
        return this == LAW_ENFORCEMENT || this == HEALTH_OVERSIGHT;
    }

    /** The section of 45 CFR that excludes or permits it. */
    String clause() {
        return clause;
    }

    /** In words. */
    String display() {
        return display;
    }
}
