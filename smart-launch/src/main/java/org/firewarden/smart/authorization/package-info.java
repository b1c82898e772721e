/**
 * The embedded authorization server: Spring Authorization Server, narrowed to what SMART App Launch 2.2 asks for and what is
 * tested. Knows clients, people and scopes; knows nothing of FHIR resources. What it adds to the library: partial grants, the
 * {@code aud} check, client assertions without a {@code client_id} field that are short-lived and used once, the claims of
 * {@link org.firewarden.smart.token.AccessTokenContent}, and JSON for machines.
 */
@NullMarked
package org.firewarden.smart.authorization;

import org.jspecify.annotations.NullMarked;
