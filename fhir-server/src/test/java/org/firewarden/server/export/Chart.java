package org.firewarden.server.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.CohortReader;
import org.firewarden.record.TypeFilter;
import org.jspecify.annotations.Nullable;

/** Patients in memory, and who is open; something happens when one is read. */
final class Chart implements CohortReader {

    final Set<String> all = new LinkedHashSet<>();
    final List<String> reads = new ArrayList<>();
    private final Set<String> hidden = new HashSet<>();
    private final Map<String, Instant> changes = new HashMap<>();
    private final Map<String, Runnable> onRead = new HashMap<>();

    Chart(String... patients) {
        all.addAll(List.of(patients));
    }

    void hide(String id) {
        hidden.add(id);
        changes.put(id, Instant.now());
    }

    void onRead(String id, Runnable action) {
        onRead.put(id, action);
    }

    @Override
    public Set<String> types() {
        return Set.of("Patient", "Observation");
    }

    @Override
    public Set<String> sharedTypes() {
        return Set.of("Practitioner");
    }

    @Override
    public Check check(Caller caller, CohortQuery query, AuditDraft draft) {
        return new Check.Admitted();
    }

    @Override
    public List<String> patients(Caller caller, CohortQuery query, AuditDraft draft) {
        return List.copyOf(all);
    }

    @Override
    public Found read(Caller caller, String patientId, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink) {
        reads.add(patientId);
        if (hidden.contains(patientId)) {
            return Found.HIDDEN;
        }
        sink.accept(resource("Patient", patientId).put("birthDate", "1960-01-02"));
        sink.accept(resource("Observation", patientId + "-1").put("status", "final"));
        Runnable action = onRead.remove(patientId);
        if (action != null) {
            action.run();
        }
        return Found.RECORD;
    }

    private static ObjectNode resource(String type, String id) {
        return JsonNodeFactory.instance.objectNode().put("resourceType", type).put("id", id);
    }

    @Override
    public void shared(Caller caller, Set<String> references, AuditDraft draft, Consumer<ObjectNode> sink) {
        throw new UnsupportedOperationException("not asked by an export");
    }

    @Override
    public void unowned(Caller caller, String type, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink) {
        sink.accept(resource(type, "drwho"));
    }

    @Override
    public boolean sees(Caller caller, String patientId, CohortQuery query) {
        return !hidden.contains(patientId);
    }

    @Override
    public Map<String, Instant> consentsChangedSince(Instant instant) {
        return Map.copyOf(changes);
    }

    @Override
    public int count(Caller caller, TypeFilter filter, AuditDraft draft) {
        throw new UnsupportedOperationException("not asked by an export");
    }

    @Override
    public Optional<String> protocol(Caller caller, @Nullable String wanted, AuditDraft draft) {
        throw new UnsupportedOperationException("not asked by an export");
    }
}
