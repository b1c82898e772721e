/** What calls for people on the ledger have in common: their parameters, and who may make them. Knows no events. */
@NullMarked
package org.firewarden.ledger.call;

import org.jspecify.annotations.NullMarked;
