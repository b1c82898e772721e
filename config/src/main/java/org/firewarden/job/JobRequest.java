package org.firewarden.job;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is to be done.
 *
 * @param kind the name of a {@link JobKind}
 * @param parameters what the kind needs to know: ids, codes, numbers, queries. They are sealed where they are stored; patient
 *     data does not belong here all the same, a job reads it through the gate
 * @param correlationId the id of the request that asks, so that the audit trail ties the job's events to it
 */
public record JobRequest(String kind, ObjectNode parameters, String correlationId) {

    /** Copies the parameters. */
    public JobRequest {
        if (!kind.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("a kind of job is named in lower case with hyphens");
        }
        parameters = parameters.deepCopy();
    }
}
