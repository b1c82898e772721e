package org.firewarden.cds.recommendation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * All that it takes to explain a recommendation, and to compute it again bit for bit: the chart as the model got it, the day,
 * the answer, and the card.
 *
 * @param now the time from which ages and windows were counted
 * @param patient the Patient of the chart
 * @param resources a JSON object whose {@code resources} are the others of the chart, whose {@code encounter} is the one in
 *     context, and whose {@code origins} say by prefetch key where they came from
 * @param answer the answer, as {@link AnswerJson} writes it
 * @param card the card as it went out, or null if there was none
 */
public record Evidence(
        ZonedDateTime now,
        ObjectNode patient,
        ObjectNode resources,
        ObjectNode answer,
        @Nullable ObjectNode card) {}
