package org.firewarden.gate.decision;

import java.util.List;
import java.util.Set;
import org.firewarden.access.CodedValue;

/** Provisions for tests that look at purposes and actors only. */
final class TestProvisions {

    private TestProvisions() {}

    static ConsentProvision of(ConsentProvision.Type type, Set<String> purposes, Set<String> actors) {
        return new ConsentProvision(
                type,
                ConsentPeriod.ALWAYS,
                actors.stream().map(actor -> new ConsentActor(actor, Set.of())).toList(),
                Set.of(),
                new ConsentPurposes(purposes),
                ConsentLabels.ANY,
                ConsentClasses.ANY,
                Set.<CodedValue>of(),
                null,
                List.of(),
                List.of());
    }
}
