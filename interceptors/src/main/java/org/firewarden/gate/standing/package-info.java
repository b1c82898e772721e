/**
 * Puts together what is known of patients when an access to their data is decided on: Consents, care relationships, linked
 * records, break-glass grants. What is read is kept ({@code StandingCache}), and each time the database is asked first what has
 * changed since, in one query for a page ({@code StandingChanges}, table {@code firewarden.standing_change}): so a change holds
 * on each node for the next request, and what was not committed is never kept.
 */
@NullMarked
package org.firewarden.gate.standing;

import org.jspecify.annotations.NullMarked;
