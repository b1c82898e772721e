package org.firewarden.deid.engine.chart;

/**
 * Something that identifies a patient.
 *
 * @param kind what it is
 * @param text as the source writes it
 */
public record Term(Kind kind, String text) {

    /** What a term is. */
    public enum Kind {
        /** A family or given name. */
        NAME("[NAME]"),
        /** A whole name, or some words of which one is a name. */
        PERSON("[NAME]"),
        /** A family or given name, or a whole one, of a clinician. */
        CLINICIAN("[NAME]"),
        /** A line of an address. */
        STREET("[ADDRESS]"),
        /** A city or district. */
        PLACE("[PLACE]"),
        /** A ZIP code. */
        ZIP("[ZIP]"),
        /** A telephone number. */
        PHONE("[PHONE]"),
        /** An e-mail address or URL. */
        MAIL("[EMAIL]"),
        /** Any number or code that names the patient, resource ids too. */
        NUMBER("[ID]"),
        /** Who treats or employs. */
        ORGANIZATION("[ORGANIZATION]"),
        /** A coordinate. */
        COORDINATE("[PLACE]");

        private final String replacement;

        Kind(String replacement) {
            this.replacement = replacement;
        }

        /** What stands in its place in a text. */
        public String replacement() {
            return replacement;
        }
    }

    /** Says nothing: it holds patient data. */
    @Override
    public String toString() {
        return kind.name();
    }
}
