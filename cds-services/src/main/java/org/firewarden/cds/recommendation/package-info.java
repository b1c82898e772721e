/**
 * What was shown to whom, from which model version: each card is stored here before it leaves, and feedback finds it again.
 * Knows PostgreSQL; knows neither the wire nor how a card is made.
 */
@NullMarked
package org.firewarden.cds.recommendation;

import org.jspecify.annotations.NullMarked;
