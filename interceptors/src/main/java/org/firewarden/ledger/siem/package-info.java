/**
 * The ledger for a SIEM (security information and event management): JSON lines in a directory, and syslog over TLS. What goes
 * there is an allow-list of codes, counts and ids; no key of the ledger is used, so that what is sealed cannot get out.
 */
@NullMarked
package org.firewarden.ledger.siem;

import org.jspecify.annotations.NullMarked;
