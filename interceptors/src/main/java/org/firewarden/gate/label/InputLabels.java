package org.firewarden.gate.label;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * Labels resources that were brought to this server and not stored, such as CDS Hooks prefetch, as storing them would: by what they
 * carry and by their codes; and by what is stored under the same id and of the Encounters and Medications to which they refer. What is
 * derived from them bears the labels of all of them.
 */
public final class InputLabels {

    private final ResourceLabeller labeller;
    private final LabelLookup stored;

    /** Labels by this table and by what is stored. */
    public InputLabels(SensitivityTable table, LabelLookup stored) {
        this.labeller = new ResourceLabeller(table);
        this.stored = stored;
    }

    /** Raises the labels of each of them in its {@code meta.security}. */
    public void raise(Collection<? extends Resource> resources) {
        Map<Resource, Set<String>> references = new LinkedHashMap<>();
        Map<Resource, Labels> labels = new LinkedHashMap<>();
        Set<String> all = new LinkedHashSet<>();
        for (Resource resource : resources) {
            ResourceLabeller.Scan scan = labeller.scan(resource);
            Set<String> own = new LinkedHashSet<>(scan.carriers());
            if (resource.getIdElement().hasIdPart()) {
                own.add(ResourceLabeller.reference(resource));
            }
            labels.put(resource, scan.labels());
            references.put(resource, own);
            all.addAll(own);
        }
        Map<String, Labels> known = all.isEmpty() ? Map.of() : stored.of(all);
        references.forEach((resource, own) -> {
            Labels goal = labels.getOrDefault(resource, Labels.NONE);
            for (String reference : own) {
                goal = goal.join(known.getOrDefault(reference, Labels.NONE));
            }
            ResourceLabeller.raise(resource, goal, List.of());
        });
    }

    /** The labels of all of them together. */
    public static Labels joined(Collection<? extends Resource> resources) {
        return resources.stream().map(ResourceLabeller::present).reduce(Labels.NONE, Labels::join);
    }

    /** Puts labels on what was derived. */
    public static void put(Resource derived, Labels labels) {
        ResourceLabeller.raise(derived, labels, List.of());
    }
}
