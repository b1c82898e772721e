package org.firewarden.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.firewarden.access.Decision;

/** What came of reading a part of a record. */
public sealed interface RecordRead {

    /**
     * The resources that the caller may see; those that the gate hides are not among them.
     *
     * @param resources FHIR R4 resources as JSON trees
     */
    record Granted(List<ObjectNode> resources) implements RecordRead {
        /** Copies the list. */
        public Granted {
            resources = List.copyOf(resources);
        }
    }

    /**
     * The caller may not read this part of this record.
     *
     * @param decision why, for the audit trail
     */
    record Refused(Decision.Deny decision) implements RecordRead {}

    /** There is no such patient here. */
    record Unknown() implements RecordRead {}
}
