package org.firewarden.train.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.Sensitivity;
import org.firewarden.problem.Problem;

/**
 * Under what may be trained on data that still tells of people: a limited data set (45 CFR 164.514(e)), or one of which nobody has
 * determined that it tells of none. De-identified data takes no authorization (164.502(d)(2)). None are in force unless the operator
 * names them.
 *
 * @param list the authorizations
 */
public record TrainAuthorizations(List<Authorization> list) {

    private static final String SAFE_HARBOR = "safe-harbor";

    /**
     * One authorization of patients (164.508), or a waiver of it by a board (164.512(i)).
     *
     * @param protocol the approved ResearchStudy that it covers, for example {@code ResearchStudy/17}
     * @param reference where it is filed
     * @param validUntil the last day on which it holds
     */
    public record Authorization(String protocol, String reference, LocalDate validUntil) {

        /** Refuses one that covers nothing or is filed nowhere. */
        public Authorization {
            if (!protocol.startsWith("ResearchStudy/") || reference.isBlank()) {
                throw new IllegalArgumentException(
                        "firewarden.training.authorizations: protocol is ResearchStudy/ and an id, reference says where it"
                                + " is filed");
            }
        }
    }

    /** What follows for a data set. */
    sealed interface Cover {

        /** It may be trained on; by an authorization, or without one since it is de-identified. */
        record Given(Optional<Authorization> by) implements Cover {}

        /** It may not. */
        record Lacking(Problem problem) implements Cover {}
    }

    /** Copies the list. */
    public TrainAuthorizations {
        list = List.copyOf(list);
    }

    /** None. */
    public static TrainAuthorizations none() {
        return new TrainAuthorizations(List.of());
    }

    Cover of(DataSet dataSet, LocalDate today) {
        if (dataSet.custody().sensitivity() == Sensitivity.DEIDENTIFIED && isDetermined(dataSet)) {
            return new Cover.Given(Optional.empty());
        }
        Optional<Authorization> found = list.stream()
                .filter(one -> one.protocol().equals(dataSet.lineage().protocol()))
                .filter(one -> !today.isAfter(one.validUntil()))
                .findFirst();
        return found.isPresent()
                ? new Cover.Given(found)
                : new Cover.Lacking(Problem.forbidden(
                        "authorization-missing",
                        "The data set is not determined to be de-identified, and no authorization in force covers training on"
                                + " it."));
    }

    /** As the certificate says; without one Safe Harbor alone holds by its rules, which take nobody's word. */
    private static boolean isDetermined(DataSet dataSet) {
        JsonNode said = dataSet.certificate().at("/content/isDetermined");
        return said.isBoolean() ? said.asBoolean() : dataSet.lineage().policy().equals(SAFE_HARBOR);
    }
}
