package org.firewarden.gate.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Both stores in memory, for tests of what passes between resources. */
final class LabelStores implements LabelCarriers, StoredLabels {

    private final Set<Membership> memberships = new LinkedHashSet<>();
    private final Map<String, Labels> carriers = new HashMap<>();
    private final Map<String, Labels> resources = new HashMap<>();
    private int raises;

    void store(String reference, Labels labels) {
        resources.put(reference, labels);
    }

    Labels labels(String reference) {
        return resources.getOrDefault(reference, Labels.NONE);
    }

    int raises() {
        return raises;
    }

    @Override
    public Map<String, Labels> join(Collection<Membership> joining, Set<String> aboutToBeRaised) {
        memberships.addAll(joining);
        Map<String, Labels> known = new HashMap<>();
        joining.forEach(membership -> add(known, membership.carrier()));
        aboutToBeRaised.forEach(carrier -> add(known, carrier));
        return known;
    }

    private void add(Map<String, Labels> known, String carrier) {
        Labels labels = carriers.get(carrier);
        if (labels != null) {
            known.put(carrier, labels);
        }
    }

    @Override
    public Collection<Membership> members(Set<String> of) {
        List<Membership> members = new ArrayList<>();
        memberships.stream()
                .filter(membership -> of.contains(membership.carrier()))
                .forEach(members::add);
        return members;
    }

    @Override
    public void put(Map<String, Labels> labels) {
        carriers.putAll(labels);
    }

    @Override
    public int raise(Map<String, Labels> labels) {
        raises++;
        labels.forEach((reference, goal) -> resources.computeIfPresent(reference, (key, now) -> now.join(goal)));
        return labels.size();
    }
}
