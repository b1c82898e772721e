package org.firewarden.audit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Decision;
import org.jspecify.annotations.Nullable;

/** The patients of a request in progress, and what was done with the data of each. Guarded by its draft. */
final class DraftPatients {

    private static final int MAXIMUM_ENTITIES = 200;

    private final Map<String, OfPatient> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> ofEntity = new HashMap<>();

    /** What is known of one patient. */
    static final class OfPatient {

        final Set<String> entities = new LinkedHashSet<>();
        final Set<String> grants = new TreeSet<>();
        boolean isShown;
        boolean isWithheld;
        boolean isMasked;

        @Nullable
        String openedBy;

        Decision.@Nullable Deny denial;
    }

    /** False if there are too many resources of a patient to name this one. */
    boolean shown(Set<String> ids, @Nullable String reference, @Nullable String decidedBy) {
        boolean isNamed = true;
        for (String id : ids) {
            OfPatient patient = get(id);
            patient.isShown = true;
            if (patient.openedBy == null) {
                patient.openedBy = decidedBy;
            }
            if (reference != null && patient.entities.size() < MAXIMUM_ENTITIES) {
                patient.entities.add(reference);
            } else if (reference != null && !patient.entities.contains(reference)) {
                isNamed = false;
            }
        }
        if (reference != null && isNamed) {
            ofEntity.computeIfAbsent(reference, key -> new LinkedHashSet<>()).addAll(ids);
        }
        return isNamed;
    }

    void withheld(Set<String> ids, Decision.@Nullable Deny why) {
        for (String id : ids) {
            OfPatient patient = get(id);
            patient.isWithheld = true;
            if (patient.denial == null) {
                patient.denial = why;
            }
        }
    }

    void masked(Set<String> ids) {
        ids.forEach(id -> get(id).isMasked = true);
    }

    void underBreakGlass(Set<String> ids, Set<String> grants) {
        ids.forEach(id -> get(id).grants.addAll(grants));
    }

    /** The patients of these resources, in the order in which they were met. */
    Set<String> of(List<String> references) {
        Set<String> ids = new LinkedHashSet<>();
        references.forEach(reference -> ids.addAll(ofEntity.getOrDefault(reference, Set.of())));
        return ids;
    }

    Map<String, OfPatient> all() {
        return byId;
    }

    OfPatient get(String id) {
        return byId.computeIfAbsent(id, key -> new OfPatient());
    }
}
