package org.firewarden.server.fhir;

/**
 * A FHIR operation that a module brings, to be served at {@code /fhir}.
 *
 * @param provider an object with HAPI's operation annotations
 */
public record FhirOperation(Object provider) {}
