package org.firewarden.gate.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * Passes labels between Encounters and what hangs on them, for all resources of a transaction at once: a sensitive Condition
 * or Procedure raises its Encounter, a labelled Encounter raises each resource that refers to it, those that were stored before
 * among them.
 */
public final class LabelPropagation {

    private final LabelCarriers carriers;
    private final StoredLabels stored;

    /** Uses these stores. */
    public LabelPropagation(LabelCarriers carriers, StoredLabels stored) {
        this.carriers = carriers;
        this.stored = stored;
    }

    /**
     * A resource that is written, or looked at again.
     *
     * @param reference {@code Type/id}
     * @param present the labels that are stored with it
     * @param own the labels that it must have by itself
     * @param hangsOn its carriers
     * @param isCarrier true if others may hang on it
     * @param isRaising true if its labels pass to its carriers
     */
    record Item(
            String reference, Labels present, Labels own, Set<String> hangsOn, boolean isCarrier, boolean isRaising) {

        /** What a resource needs, with what was found in it. */
        static Item of(Resource resource, ResourceLabeller.Scan scan) {
            Labels present = ResourceLabeller.present(resource);
            return new Item(
                    ResourceLabeller.reference(resource),
                    present,
                    present.join(scan.labels()),
                    scan.carriers(),
                    ResourceLabeller.isCarrier(resource),
                    ResourceLabeller.isRaising(resource));
        }

        /** Two versions of a resource: whoever sees one sees the other, so what one needs both need. */
        Item with(Item other) {
            Set<String> carriers = new LinkedHashSet<>(hangsOn);
            carriers.addAll(other.hangsOn);
            return new Item(reference, present, own.join(other.own), carriers, isCarrier, isRaising);
        }

        /** The same resource of which other labels are known to be stored and needed. */
        Item with(Labels otherPresent, Labels otherOwn) {
            return new Item(reference, otherPresent, otherOwn, hangsOn, isCarrier, isRaising);
        }

        boolean takesPart() {
            return !hangsOn.isEmpty() || isCarrier || !present.covers(own);
        }
    }

    /**
     * Settles the labels of these resources and of all that is stored and concerned.
     *
     * @return the labels of each resource that had to be raised, stored already
     */
    Map<String, Labels> settle(Collection<Item> items) {
        Map<String, Labels> goals = new LinkedHashMap<>();
        Map<String, Labels> claims = new HashMap<>();
        List<LabelCarriers.Membership> memberships = new ArrayList<>();
        for (Item item : items) {
            if (!item.present().covers(item.own())) {
                raise(goals, item.reference(), item.own());
            }
            item.hangsOn().forEach(carrier -> {
                memberships.add(new LabelCarriers.Membership(carrier, item.reference()));
                if (item.isRaising()
                        && carrier.startsWith("Encounter/")
                        && !item.own().isNone()) {
                    raise(claims, carrier, item.own());
                }
            });
            if (item.isCarrier() && !item.own().isNone()) {
                raise(claims, item.reference(), item.own());
            }
        }
        if (!memberships.isEmpty() || !claims.isEmpty()) {
            Map<String, Labels> known = carriers.join(memberships, claims.keySet());
            Map<String, Labels> grown = grow(known, claims);
            takeOver(items, known, grown, goals);
            spread(known, grown, goals);
        }
        Map<String, Labels> lacking = new LinkedHashMap<>(goals);
        items.forEach(item -> lacking.computeIfPresent(
                item.reference(), (reference, labels) -> item.present().covers(labels) ? null : labels));
        if (!lacking.isEmpty()) {
            stored.raise(lacking);
        }
        return lacking;
    }

    private static Map<String, Labels> grow(Map<String, Labels> known, Map<String, Labels> claims) {
        Map<String, Labels> grown = new LinkedHashMap<>();
        claims.forEach((carrier, claim) -> {
            Labels before = known.getOrDefault(carrier, Labels.NONE);
            if (!before.covers(claim)) {
                grown.put(carrier, before.join(claim));
            }
        });
        return grown;
    }

    /** What hangs on a carrier that had its labels before. */
    private static void takeOver(
            Collection<Item> items, Map<String, Labels> known, Map<String, Labels> grown, Map<String, Labels> goals) {
        for (Item item : items) {
            for (String carrier : item.hangsOn()) {
                Labels labels = known.getOrDefault(carrier, Labels.NONE);
                if (!labels.isNone()) {
                    raise(goals, item.reference(), labels);
                    if (item.isCarrier()
                            && !known.getOrDefault(item.reference(), Labels.NONE)
                                    .covers(labels)) {
                        raise(
                                grown,
                                item.reference(),
                                known.getOrDefault(item.reference(), Labels.NONE)
                                        .join(labels));
                    }
                }
            }
            if (item.isCarrier() && known.containsKey(item.reference())) {
                raise(goals, item.reference(), known.getOrDefault(item.reference(), Labels.NONE));
            }
        }
    }

    /** All that hangs on carriers that grew, and on Encounters that are part of them. Ends, since labels only grow. */
    private void spread(Map<String, Labels> known, Map<String, Labels> grown, Map<String, Labels> goals) {
        Map<String, Labels> now = new HashMap<>(known);
        Map<String, Labels> wave = grown;
        while (!wave.isEmpty()) {
            now.putAll(wave);
            carriers.put(wave);
            wave.forEach((carrier, labels) -> raise(goals, carrier, labels));
            Map<String, Labels> next = new LinkedHashMap<>();
            for (LabelCarriers.Membership membership : carriers.members(new HashSet<>(wave.keySet()))) {
                Labels labels = now.getOrDefault(membership.carrier(), Labels.NONE);
                raise(goals, membership.member(), labels);
                if (membership.member().startsWith("Encounter/")) {
                    raise(next, membership.member(), labels);
                }
            }
            if (!next.isEmpty()) {
                carriers.join(List.of(), next.keySet()).forEach(now::putIfAbsent);
                next.replaceAll((carrier, labels) -> labels.join(now.getOrDefault(carrier, Labels.NONE)));
                next.entrySet()
                        .removeIf(entry ->
                                now.getOrDefault(entry.getKey(), Labels.NONE).covers(entry.getValue()));
            }
            wave = next;
        }
    }

    private static void raise(Map<String, Labels> labels, String reference, Labels by) {
        labels.merge(reference, by, Labels::join);
    }
}
