package org.firewarden.cds.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the services answer.
 *
 * @param timeBudget after which a call is answered without a card (CDS Hooks 2.0.1, Performance: on the order of 500 ms)
 * @param concurrentCalls how many calls are worked on at once; further ones are answered without a card
 * @param origins web origins of browser-based clients that may call, as browsers write them
 * @param hasVersion3 whether discovery and cards hold what CDS Hooks 3.0 adds
 * @param serviceDirectory a folder with further services, one YAML file each, or null
 * @param explanationApp the launch URL of a SMART app that explains a recommendation; it is launched with the recommendation's
 *     id as its {@code appContext}. Without one, cards have no such link
 */
public record AnswerSettings(
        Duration timeBudget,
        int concurrentCalls,
        Set<String> origins,
        boolean hasVersion3,
        @Nullable Path serviceDirectory,
        @Nullable URI explanationApp) {

    private static final Duration DEFAULT_TIME_BUDGET = Duration.ofMillis(500);
    private static final int DEFAULT_CONCURRENT_CALLS = 64;

    /** The settings that hold if nothing is said. */
    public static final AnswerSettings STANDARD =
            new AnswerSettings(DEFAULT_TIME_BUDGET, DEFAULT_CONCURRENT_CALLS, Set.of(), false, null, null);

    /** Refuses a budget in which nothing could be done, and an origin that stands for many. */
    public AnswerSettings {
        if (timeBudget.isNegative() || timeBudget.isZero() || concurrentCalls < 1) {
            throw new IllegalArgumentException(
                    "the time budget and the number of concurrent calls are more than nothing");
        }
        origins = Set.copyOf(origins);
        if (explanationApp != null) {
            explanationApp = new SecureUrl(explanationApp).value();
        }
        for (String origin : origins) {
            boolean isPlain = SecureUrl.parse(origin)
                    .filter(url ->
                            url.value().getRawPath().isEmpty() && url.value().getRawQuery() == null)
                    .isPresent();
            if (!isPlain) {
                throw new IllegalArgumentException(
                        "an origin of a CDS client is an https origin, or an http origin on loopback: " + origin);
            }
        }
    }

    /** The same with another time budget. */
    public AnswerSettings withTimeBudget(Duration budget) {
        return new AnswerSettings(budget, concurrentCalls, origins, hasVersion3, serviceDirectory, explanationApp);
    }

    /** The same with what CDS Hooks 3.0 adds. */
    public AnswerSettings withVersion3() {
        return new AnswerSettings(timeBudget, concurrentCalls, origins, true, serviceDirectory, explanationApp);
    }
}
