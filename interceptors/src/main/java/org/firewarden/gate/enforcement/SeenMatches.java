package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The matches of the searches of one request at which the gate has looked: how many, and those that it left in, so that they
 * need not be loaded again to be shown. They are decided on again when they are shown. HAPI searches on in another thread.
 */
public final class SeenMatches {

    private static final String KEY = SeenMatches.class.getName();

    /** No page that anybody asks for is larger; what is fetched ahead of it is let go. */
    private static final int REMEMBERED = 200;

    private final AtomicInteger inspected = new AtomicInteger();
    private final ConcurrentLinkedQueue<IBaseResource> permitted = new ConcurrentLinkedQueue<>();

    /** Of this request; empty if it came from nobody. */
    public static Optional<SeenMatches> of(@Nullable RequestDetails request) {
        return request != null && request.getUserData().get(KEY) instanceof SeenMatches seen
                ? Optional.of(seen)
                : Optional.empty();
    }

    static void begin(RequestDetails request) {
        request.getUserData().put(KEY, new SeenMatches());
    }

    void add(int matches, List<IBaseResource> leftIn) {
        inspected.addAndGet(matches);
        if (permitted.size() + leftIn.size() <= REMEMBERED) {
            permitted.addAll(leftIn);
        }
    }

    /** How many, hidden ones among them. */
    public int inspected() {
        return inspected.get();
    }

    /** Those that were left in; the next time only what was since. */
    public List<IBaseResource> take() {
        List<IBaseResource> taken = new ArrayList<>();
        for (IBaseResource next = permitted.poll(); next != null; next = permitted.poll()) {
            taken.add(next);
        }
        return taken;
    }
}
