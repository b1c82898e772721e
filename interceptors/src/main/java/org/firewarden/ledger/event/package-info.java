/**
 * What an event looks like in the ledger: canonical JSON (RFC 8785) with a salt, its patient's parts sealed under a key of
 * that patient (45 CFR 164.312(b), 164.316(b)(2)). Knows neither tables nor the tree; keys come through {@link ContentKeys}.
 */
@NullMarked
package org.firewarden.ledger.event;

import org.jspecify.annotations.NullMarked;
