/**
 * Providers for Keycloak that make it a SMART App Launch 2.2 authorization server for one FHIR server: the audience is checked, a launch
 * is redeemed where the EHR prepared it, patients are chosen past the FHIR server's gate, tokens carry granular scopes, launch context and
 * purpose of use. Knows Keycloak's interfaces and HTTP; of Firewarden only the algebra of scopes.
 */
@NullMarked
package org.firewarden.keycloak;

import org.jspecify.annotations.NullMarked;
