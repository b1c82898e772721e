package org.firewarden.cds.feedback;

import java.time.Instant;
import org.firewarden.cds.recommendation.ShownCard;

/**
 * One entry of feedback with the card it is about.
 *
 * @param entry what the user did
 * @param card the card, its model version and the user it was shown to
 * @param receivedAt when it came in
 */
record Feedback(FeedbackEntry entry, ShownCard card, Instant receivedAt) {}
