/**
 * The accounting of disclosures (45 CFR 164.528): which events of the ledger are disclosures that an individual may learn of, who
 * records those that went another way than through this server, and when law enforcement has suspended the accounting. The
 * exclusions are {@link org.firewarden.ledger.accounting.DisclosureBasis} and {@link
 * org.firewarden.ledger.accounting.DisclosureRules}. Knows nothing of how events are stored.
 */
@NullMarked
package org.firewarden.ledger.accounting;

import org.jspecify.annotations.NullMarked;
