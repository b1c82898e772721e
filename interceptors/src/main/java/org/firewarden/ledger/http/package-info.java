/**
 * What auditors fetch over HTTP to verify the ledger themselves: {@code /audit/checkpoint}, {@code /audit/keys},
 * {@code /audit/proof}, {@code /audit/export}. Each call is an event of the ledger.
 */
@NullMarked
package org.firewarden.ledger.http;

import org.jspecify.annotations.NullMarked;
