package org.firewarden.cohort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Where a job keeps what it collects, sealed. What an attempt writes that was followed by another is refused. */
public interface CollectedRecords {

    /** Notes whose records are wanted, once. */
    void subjects(List<String> patientIds);

    /** How many records there are. */
    int count();

    /** How many records are in a state. */
    int count(SubjectState state);

    /** Records in a state, in order, after one. */
    List<Subject> inState(SubjectState state, int afterOrdinal, int limit);

    /** Keeps what was read of one record, whole or not at all; replaces what was there of it. */
    void keep(int ordinal, SubjectState state, List<ObjectNode> resources);
}
