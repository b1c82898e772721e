package org.firewarden.model.registry;

import java.util.Optional;

/** The evaluation reports of versions that were trained, as they were when the version was made. */
public interface ModelReports {

    /**
     * A report.
     *
     * @param json the text whose digest stands in the manifest
     * @param page the same as HTML; loads nothing
     */
    record ModelReport(String json, String page) {}

    /** Keeps the report of a version; a second time it changes nothing. */
    void keep(String modelId, String version, ModelReport report);

    /** The report of a version, if it has one. */
    Optional<ModelReport> find(String modelId, String version);
}
