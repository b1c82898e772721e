/** The pseudonym vault in PostgreSQL, for servers of several nodes. Knows nothing of FHIR. */
@NullMarked
package org.firewarden.deid.operation.vault;

import org.jspecify.annotations.NullMarked;
