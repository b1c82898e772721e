package org.firewarden.train.cohort;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** NDJSON files of FHIR resources, wherever they lie. Each may be read several times. */
public interface ResourceFiles {

    /** The files. */
    List<ResourceFile> files();

    /** The content of one of them. */
    InputStream open(ResourceFile file) throws IOException;

    /**
     * One file.
     *
     * @param name within its data set
     * @param type the resource type of each line
     * @param bytes its length
     */
    record ResourceFile(String name, String type, long bytes) {}
}
