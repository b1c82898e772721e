package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where a version comes from.
 *
 * @param derivation how it was made, in a sentence
 * @param codeVersion the version of the code that made it
 * @param dataSet the data set it was trained on, or null for published equations
 * @param dataSetSha256 the hash of that data set's manifest, or null
 * @param trainingRun the id of the training run, or null
 * @param parent the version it replaces or was derived from, {@code model/version}, or null
 * @param publication doi or address of what it implements, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lineage(
        String derivation,
        String codeVersion,
        @Nullable String dataSet,
        @Nullable String dataSetSha256,
        @Nullable String trainingRun,
        @Nullable String parent,
        @Nullable String publication) {}
