/**
 * Puts together what is known of patients when an access to their data is decided on: Consents, care relationships, linked
 * records, break-glass grants. Reads the tables as they are now and caches nothing, so that a change holds on each node with
 * the next request.
 */
@NullMarked
package org.firewarden.gate.standing;

import org.jspecify.annotations.NullMarked;
