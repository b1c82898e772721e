package org.firewarden.gate.breakglass;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.firewarden.access.PurposeOfUse;

/**
 * Why the glass is broken: the v3-ActReason codes that are an emergency. Value set
 * {@code https://firewarden.org/fhir/ValueSet/break-glass-reason}.
 */
public enum BreakGlassReason {
    /** Emergency treatment. */
    ETREAT("emergency treatment"),
    /** Treatment in an emergency department. */
    ERTREAT("emergency room treatment"),
    /** Another need that cannot wait for somebody to give access. */
    BTG("break the glass");

    /** The code system. */
    static final String SYSTEM = PurposeOfUse.SYSTEM;

    private final String display;

    BreakGlassReason(String display) {
        this.display = display;
    }

    static Optional<BreakGlassReason> ofCode(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(code))
                .findFirst();
    }

    static String codes() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    String display() {
        return display;
    }
}
