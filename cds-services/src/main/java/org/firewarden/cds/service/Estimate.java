package org.firewarden.cds.service;

import java.util.Locale;
import org.firewarden.model.risk.RiskAnswer;

/** How the number of a model reads: a probability as a percentage, a score as a whole number, a quantity with its unit. */
final class Estimate {

    private Estimate() {}

    /** The number as a clinician reads it. */
    static String text(RiskAnswer.Risk risk) {
        return switch (risk.kind()) {
            case PROBABILITY -> String.format(Locale.ROOT, "%.1f%%", risk.value() * 100);
            case SCORE -> String.format(Locale.ROOT, "%.0f", risk.value());
            case QUANTITY -> String.format(Locale.ROOT, "%.1f", risk.value()) + unit(risk.unit());
        };
    }

    /** How much an input added to or took from a number, with its sign. */
    static String amount(RiskAnswer.Risk risk, double amount) {
        return switch (risk.kind()) {
            case PROBABILITY -> String.format(Locale.ROOT, "%+.1f", amount * 100) + " percentage points";
            case SCORE -> String.format(Locale.ROOT, "%+.1f", amount);
            case QUANTITY -> String.format(Locale.ROOT, "%+.1f", amount) + unit(risk.unit());
        };
    }

    /** A UCUM unit in the spelling of laboratory reports. */
    private static String unit(String ucum) {
        String text = ucum.replace("{1.73_m2}", "1.73 m2").replaceAll("\\{[^}]*\\}", "");
        return text.isEmpty() || text.equals("1") ? "" : " " + text;
    }
}
