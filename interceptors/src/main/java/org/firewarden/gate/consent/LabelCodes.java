package org.firewarden.gate.consent;

import java.util.Set;

/**
 * The labels of HL7 v3-ActCode that a Consent may name: information sensitivity policies and United States privacy laws. From
 * the code system as published with FHIR R4 (4.0.1).
 */
final class LabelCodes {

    static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private static final Set<String> CODES = Set.of((""
                    + "42CFRPart2 CommonRule HIPAANOPP HIPAAPsyNotes HIPAASelfPay Title38Section7332 "
                    + "ETH GDIS HIV MST SCA SDV SEX SPI BH COGN DVD EMOTDIS MH PSY PSYTHPN SUD ETHUD OPIOIDUD STD TBOO VIO "
                    + "SICKLE DEMO DOB GENDER LIVARG MARST RACE REL B EMPL LOCIS SSP ADOL CEL DIA DRGIS EMP PDS PHY PRS")
            .split(" ", -1));

    private LabelCodes() {}

    static boolean isKnown(String code) {
        return CODES.contains(code);
    }
}
