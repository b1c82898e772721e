package org.firewarden.train.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A report as JSON. The same report gives the same text, whose digest stands in the manifest. */
public final class ReportJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    /** The report as text; numbers that are none become null. */
    public static String of(EvaluationReport report) {
        try {
            return JSON.writeValueAsString(report).replaceAll("\"(NaN|-?Infinity)\"", "null");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }
}
