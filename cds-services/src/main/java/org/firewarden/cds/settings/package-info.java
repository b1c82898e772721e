/**
 * What an operator states about the CDS Hooks endpoint: its public address and the EHRs that may call it. Values with
 * validation only; knows neither Spring's property binding nor how a JWT is verified.
 */
@NullMarked
package org.firewarden.cds.settings;

import org.jspecify.annotations.NullMarked;
