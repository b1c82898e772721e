package org.firewarden.smart.journey;

import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.firewarden.smart.approval.SecretValues;
import org.jspecify.annotations.Nullable;

/**
 * The journeys of one browser, in its session: a few at a time, each for ten minutes. Their ids are unguessable, and no good in
 * another browser.
 */
final class Journeys {

    private static final String ATTRIBUTE = "org.firewarden.smart.journey.Journeys";
    private static final int MAXIMUM = 8;
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final SecretValues secrets;
    private final Clock clock;

    Journeys(SecretValues secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    Journey begin(HttpSession session, AuthorizationRequest request) {
        Journey journey = Journey.begin(secrets.next(), request, clock.instant());
        keep(session, journey);
        return journey;
    }

    Optional<Journey> find(@Nullable HttpSession session, String id) {
        if (session == null) {
            return Optional.empty();
        }
        Map<String, Journey> all = all(session);
        synchronized (all) {
            return Optional.ofNullable(all.get(id))
                    .filter(journey -> journey.begun().plus(LIFETIME).isAfter(clock.instant()));
        }
    }

    void keep(HttpSession session, Journey journey) {
        Map<String, Journey> all = all(session);
        synchronized (all) {
            all.put(journey.id(), journey);
        }
    }

    /** Ends it; true for the one who does so first, so that a form that is sent twice counts once. */
    boolean end(HttpSession session, Journey journey) {
        Map<String, Journey> all = all(session);
        synchronized (all) {
            return all.remove(journey.id()) != null;
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Journey> all(HttpSession session) {
        Object found = session.getAttribute(ATTRIBUTE);
        if (found instanceof Map<?, ?> map) {
            return (Map<String, Journey>) map;
        }
        Map<String, Journey> fresh = new Latest();
        session.setAttribute(ATTRIBUTE, fresh);
        return fresh;
    }

    private static final class Latest extends LinkedHashMap<String, Journey> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Journey> eldest) {
            return size() > MAXIMUM;
        }
    }
}
