package org.firewarden.cds.hook;

import org.firewarden.phi.Phi;

/**
 * The access that an EHR gives to its own FHIR server for one call (CDS Hooks 2.0.1, Passing the Access Token to the CDS
 * Service). Lives as long as the call: it is neither stored nor logged.
 *
 * @param token the bearer token, hidden like a patient's value
 */
public record FhirAuthorization(Phi<String> token) {}
