/**
 * What the custodian signs about a data set, and how anybody who holds the data set and the public key checks it. Reads released
 * resources only.
 */
@NullMarked
package org.firewarden.deid.engine.certificate;

import org.jspecify.annotations.NullMarked;
