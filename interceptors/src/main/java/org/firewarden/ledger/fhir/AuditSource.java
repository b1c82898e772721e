package org.firewarden.ledger.fhir;

import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * Who records: this server.
 *
 * @param name its name in {@code AuditEvent.source}
 * @param address its FHIR base
 */
public record AuditSource(String name, String address) {

    /** The system of the name. */
    public static final String SYSTEM = "https://firewarden.org/audit-source";

    /** A server without an address. */
    public static final AuditSource UNNAMED = new AuditSource("firewarden", "urn:firewarden");

    Reference reference() {
        return new Reference()
                .setIdentifier(new Identifier().setSystem(SYSTEM).setValue(name))
                .setDisplay("Firewarden");
    }
}
