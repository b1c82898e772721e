package org.firewarden.dataset;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose a data set is, and for how long.
 *
 * @param owner the subject of who asked for it
 * @param ownerUser the owner as a relative FHIR reference, if there is one
 * @param steward the subject of who answers for it when the owner is gone
 * @param tenant the organisation, or null if the server has one only
 * @param sensitivity who may open it
 * @param destroyBy when it is destroyed at the latest
 * @param budgetKey under what name privacy budgets are kept: data sets from the same source share it, since what is told of the
 *     same patients adds up
 */
public record Custody(
        String owner,
        @Nullable String ownerUser,
        String steward,
        @Nullable String tenant,
        Sensitivity sensitivity,
        Instant destroyBy,
        String budgetKey) {}
