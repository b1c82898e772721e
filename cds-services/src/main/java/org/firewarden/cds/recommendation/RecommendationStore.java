package org.firewarden.cds.recommendation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.phi.Phi;

/** Keeps what models recommended. */
public interface RecommendationStore {

    /** Stores all of them or none, and returns when they are durable; their cards may be answered only then. */
    void addAll(List<Recommendation> recommendations);

    /** The cards of these names that were shown, in no order; unknown names are left out. */
    List<ShownCard> find(Collection<UUID> cards);

    /** A recommendation by its name, shown or not. */
    Optional<StoredRecommendation> find(UUID card);

    /** The evidence of a recommendation; empty if there is none, as for those made before evidence was kept. */
    Optional<Phi<Evidence>> evidence(UUID card);
}
