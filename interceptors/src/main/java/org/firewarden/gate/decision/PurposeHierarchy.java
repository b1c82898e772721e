package org.firewarden.gate.decision;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.firewarden.access.PurposeOfUse;
import org.jspecify.annotations.Nullable;

/**
 * The purposes of use of HL7 v3-ActReason ({@code http://terminology.hl7.org/ValueSet/v3-PurposeOfUse}), each under the one
 * that includes it. From the code system as published with FHIR R4 (4.0.1).
 */
public final class PurposeHierarchy {

    /** Each line: a purpose, and those directly under it. */
    private static final String TABLE = """
            PurposeOfUse: HMARKT HOPERAT HPAYMT HRESCH PATRQT PUBHLTH TREAT
            HOPERAT: CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP HQUALIMP HSYSADMIN
            HOPERAT: MEMADMIN MILCDM PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV TRAIN
            HSYSADMIN: LABELING METAMGT
            SYSDEV: HTEST
            HPAYMT: CLMATTCH COVAUTH COVERAGE REMITADV
            COVERAGE: ELIGDTRM ELIGVER ENROLLM MILDCRG
            HRESCH: BIORCH CLINTRCH DSRCH POARCH TRANSRCH
            CLINTRCH: CLINTRCHNPC CLINTRCHPC PRECLINTRCH
            PATRQT: FAMRQT PWATRNY SUPNWK
            PUBHLTH: DISASTER THREAT
            TREAT: CLINTRL COC ETREAT POPHLTH
            ETREAT: BTG ERTREAT
            """;

    static final String ROOT = "PurposeOfUse";
    private static final Map<String, String> WIDER = read();
    private static final Map<String, Map<PurposeOfUse, ConsentMatch>> MATCHES = matches();

    private PurposeHierarchy() {}

    private static Map<String, String> read() {
        Map<String, String> wider = new HashMap<>();
        TABLE.lines().forEach(line -> {
            String[] parts = line.split(": ", 2);
            for (String narrower : parts[1].split(" ", -1)) {
                wider.put(narrower, parts[0]);
            }
        });
        return Map.copyOf(wider);
    }

    private static Map<String, Map<PurposeOfUse, ConsentMatch>> matches() {
        Map<String, Map<PurposeOfUse, ConsentMatch>> matches = new HashMap<>();
        WIDER.keySet().forEach(code -> matches.put(code, matches(code)));
        matches.put(ROOT, matches(ROOT));
        return matches;
    }

    private static Map<PurposeOfUse, ConsentMatch> matches(String consented) {
        Map<PurposeOfUse, ConsentMatch> byStated = new EnumMap<>(PurposeOfUse.class);
        for (PurposeOfUse stated : PurposeOfUse.values()) {
            boolean mayBeMeant = includes(stated.code(), consented);
            byStated.put(
                    stated,
                    includes(consented, stated.code())
                            ? ConsentMatch.YES
                            : mayBeMeant ? ConsentMatch.UNCERTAIN : ConsentMatch.NO);
        }
        return byStated;
    }

    /** True if one is the other or is somewhere under it. */
    static boolean includes(String wide, String narrow) {
        for (@Nullable String code = narrow; code != null; code = WIDER.get(code)) {
            if (code.equals(wide)) {
                return true;
            }
        }
        return false;
    }

    /** True if this is a code of the table. */
    public static boolean isKnown(String code) {
        return MATCHES.containsKey(code);
    }

    /**
     * Whether what is said of a purpose holds for a caller who states this one. A caller who states the wider purpose may have
     * the narrower one in mind.
     */
    static ConsentMatch match(String consented, PurposeOfUse stated) {
        Map<PurposeOfUse, ConsentMatch> byStated = MATCHES.get(consented);
        return byStated == null ? ConsentMatch.UNCERTAIN : byStated.getOrDefault(stated, ConsentMatch.UNCERTAIN);
    }
}
