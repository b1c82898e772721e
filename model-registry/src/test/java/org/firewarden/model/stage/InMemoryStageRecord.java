package org.firewarden.model.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.firewarden.model.registry.Stage;

/** A record for tests that need no database. */
final class InMemoryStageRecord implements StageRecord {

    private final Map<String, List<Approval>> approvals = new HashMap<>();
    private final List<String> steps = new ArrayList<>();
    private final Map<String, List<Step>> moved = new HashMap<>();

    @Override
    public List<Approval> approvals(String model, String version, Stage from, Stage target, String canary) {
        return List.copyOf(approvals.getOrDefault(key(model, version, from, target, canary), List.of()));
    }

    @Override
    public void approve(String model, String version, Stage from, Stage target, String canary, Approval approval) {
        List<Approval> known =
                approvals.computeIfAbsent(key(model, version, from, target, canary), key -> new ArrayList<>());
        known.removeIf(other -> other.subject().equals(approval.subject()));
        known.add(approval);
    }

    @Override
    public void step(String model, String version, Stage from, Stage to, String kind, String subject) {
        steps.add(version + " " + from + " " + to + " " + kind + " " + subject);
        approvals.keySet().removeIf(key -> key.startsWith(model + " " + version + " "));
        moved.computeIfAbsent(model, key -> new ArrayList<>()).add(new Step(version, to, kind));
    }

    @Override
    public List<Step> steps(String model) {
        return List.copyOf(moved.getOrDefault(model, List.of()));
    }

    @Override
    public <T> T together(Supplier<T> work) {
        return work.get();
    }

    List<String> steps() {
        return steps;
    }

    private static String key(String model, String version, Stage from, Stage target, String canary) {
        return model + " " + version + " " + from + " " + target + " " + canary;
    }
}
