/**
 * What clinicians did with the cards: accepted, or overridden with a reason (CDS Hooks 2.0.1, Feedback). Stored against the
 * card, the model version and the user, once each. Knows nothing of models or charts.
 */
@NullMarked
package org.firewarden.cds.feedback;

import org.jspecify.annotations.NullMarked;
