/**
 * How a CDS Hooks request comes in and how a refusal goes out: the body as a bounded JSON tree, every refusal as an
 * OperationOutcome with the correlation id. Knows HTTP; knows nothing of hooks, cards or feedback.
 */
@NullMarked
package org.firewarden.cds.exchange;

import org.jspecify.annotations.NullMarked;
