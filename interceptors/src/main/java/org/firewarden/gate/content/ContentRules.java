package org.firewarden.gate.content;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.failure.Refusals;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** What is wrong with the content of a resource, all of it, up to a number that a reader can bear. */
public final class ContentRules {

    private static final int MOST = 100;

    private final FhirContext fhir;
    private final StoredAddresses addresses;

    /** Subscriptions may name these addresses. */
    public ContentRules(FhirContext fhir, OutboundAddresses outbound) {
        this.fhir = fhir;
        this.addresses = new StoredAddresses(outbound);
    }

    /** Of one resource, with what it contains. */
    List<Problem> problems(IBaseResource resource, String path) {
        Set<Problem> problems = new LinkedHashSet<>();
        Narratives.everywhere(fhir, resource, path, (at, div) -> {
            if (problems.size() < MOST) {
                problems.addAll(NarrativeRules.problems(at, div));
            }
        });
        problems.addAll(addresses.problems(resource));
        return new ArrayList<>(problems);
    }

    /** Refuses with 422 if there is a problem. */
    static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw Refusals.of(
                    new UnprocessableEntityException("content refused"),
                    problems.subList(0, Math.min(MOST, problems.size())));
        }
    }
}
