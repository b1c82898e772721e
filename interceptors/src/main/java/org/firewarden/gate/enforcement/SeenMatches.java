package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The matches of the searches of one request at which the gate has looked: how many, and those that it left in with what it
 * decided, so that they need not be loaded again to be shown, nor decided on again: they are the very same objects, and what is
 * committed after a request began counts for the next one. HAPI searches on in another thread.
 */
public final class SeenMatches {

    private static final String KEY = SeenMatches.class.getName();

    /** No page that anybody asks for is larger; what is fetched ahead of it is let go. */
    private static final int REMEMBERED = 200;

    private final AtomicInteger inspected = new AtomicInteger();
    private final ConcurrentLinkedQueue<IBaseResource> permitted = new ConcurrentLinkedQueue<>();
    private final Map<IBaseResource, GateKeeper.Verdict> verdicts =
            Collections.synchronizedMap(new IdentityHashMap<>());

    /** Of this request; empty if it came from nobody. */
    public static Optional<SeenMatches> of(@Nullable RequestDetails request) {
        return request != null && request.getUserData().get(KEY) instanceof SeenMatches seen
                ? Optional.of(seen)
                : Optional.empty();
    }

    static void begin(RequestDetails request) {
        request.getUserData().put(KEY, new SeenMatches());
    }

    /**
     * Adds matches of a search.
     *
     * @param matches how many were looked at
     * @param leftIn those that the caller sees
     * @param decided what was decided on each of these, in their order
     */
    void add(int matches, List<IBaseResource> leftIn, List<GateKeeper.Verdict> decided) {
        inspected.addAndGet(matches);
        if (permitted.size() + leftIn.size() <= REMEMBERED) {
            for (int i = 0; i < leftIn.size(); i++) {
                verdicts.put(leftIn.get(i), decided.get(i));
            }
            permitted.addAll(leftIn);
        }
    }

    /** What was decided on each of these objects in this request; empty unless it is known of all. */
    Optional<List<GateKeeper.Verdict>> verdictsOn(List<IBaseResource> resources) {
        List<GateKeeper.Verdict> known = new ArrayList<>(resources.size());
        for (IBaseResource resource : resources) {
            GateKeeper.Verdict verdict = verdicts.get(resource);
            if (verdict == null) {
                return Optional.empty();
            }
            known.add(verdict);
        }
        return Optional.of(known);
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
