/**
 * What is written down about each request, and the port to the ledger that keeps it. Knows nothing of storage, hashing or
 * FHIR; the ledger's module does.
 */
@NullMarked
package org.firewarden.audit;

import org.jspecify.annotations.NullMarked;
