package org.firewarden.gate.decision;

import java.time.Instant;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.ResourceContent;
import org.firewarden.access.ResourceFacts;
import org.jspecify.annotations.Nullable;

/**
 * What a Consent is asked.
 *
 * @param caller who asks
 * @param access for what
 * @param identities relative references that stand for the caller
 * @param asOf when
 */
record ConsentQuestion(Caller caller, Access access, Set<String> identities, Instant asOf) {

    /** What the resource holds, or null if it is not known yet. */
    @Nullable
    ResourceContent content() {
        ResourceFacts facts = access.facts();
        return facts == null ? null : facts.content().get();
    }

    /** The relative reference of the resource, or null if it has none yet. */
    @Nullable
    String reference() {
        return access.resourceId() == null ? null : access.resourceType() + "/" + access.resourceId();
    }
}
