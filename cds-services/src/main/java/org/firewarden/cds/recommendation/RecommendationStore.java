package org.firewarden.cds.recommendation;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Keeps what was shown. */
public interface RecommendationStore {

    /** Stores a recommendation and returns when it is durable; its card may be answered only then. */
    void add(Recommendation recommendation);

    /** The cards of these names that were shown, in no order; unknown names are left out. */
    List<ShownCard> find(Collection<UUID> cards);
}
