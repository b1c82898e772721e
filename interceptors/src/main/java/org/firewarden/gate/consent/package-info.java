/**
 * Where the gate takes Consents from: a table of its own that is written in the same transaction as the FHIR Consent, so that
 * each node sees a changed Consent with its next question and no cache can permit what was denied.
 */
@NullMarked
package org.firewarden.gate.consent;

import org.jspecify.annotations.NullMarked;
