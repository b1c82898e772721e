package org.firewarden.server.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.firewarden.cohort.CollectedRecords;
import org.firewarden.cohort.Subject;
import org.firewarden.cohort.SubjectState;

/** The records of one export, of which those elements are kept that are wanted. */
record ExportRecords(ExportStore store, ExportStore.Draft draft, ElementSelection elements)
        implements CollectedRecords {

    @Override
    public void subjects(List<String> patientIds) {
        store.subjects(draft, patientIds);
    }

    @Override
    public int count() {
        return store.count(draft);
    }

    @Override
    public int count(SubjectState state) {
        return store.count(draft, state);
    }

    @Override
    public List<Subject> inState(SubjectState state, int afterOrdinal, int limit) {
        return store.inState(draft, state, afterOrdinal, limit);
    }

    @Override
    public void keep(int ordinal, SubjectState state, List<ObjectNode> resources) {
        store.keep(draft, ordinal, state, resources.stream().map(elements::of).toList());
    }
}
