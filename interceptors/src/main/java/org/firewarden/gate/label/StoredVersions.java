package org.firewarden.gate.label;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** All versions of all stored resources, in a fixed order: an old version is shown in a history, so it counts too. */
public interface StoredVersions {

    /**
     * Some versions.
     *
     * @param resources each with its id and the labels that are stored for it; deletions have no content and are left out
     * @param read how many versions were read, deletions among them; zero at the end
     * @param cursor the place of the last one
     */
    record Page(List<Resource> resources, int read, long cursor) {

        /** Copies the resources. */
        public Page {
            resources = List.copyOf(resources);
        }
    }

    /**
     * The next versions, within the transaction in progress.
     *
     * @param cursor a place that was answered before, or zero
     * @param size how many at most
     */
    Page after(long cursor, int size);
}
