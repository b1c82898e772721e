package org.firewarden.deid.operation.count;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.security.SecureRandom;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.deid.operation.OperationRefusals;
import org.firewarden.deid.operation.SentParameters;
import org.firewarden.record.CohortReader;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.springframework.jdbc.core.JdbcTemplate;

/** The HTTP face of {@code POST /fhir/$cohort-count}. It decides nothing. */
public final class CountProvider {

    private final FhirContext fhir;
    private final CountService service;

    private CountProvider(FhirContext fhir, CountService service) {
        this.fhir = fhir;
        this.service = service;
    }

    /**
     * Counts with a budget in this database.
     *
     * @param totalEpsilon the budget of each researcher and protocol, a decimal
     * @throws IllegalArgumentException if it is none
     */
    public static CountProvider of(
            FhirContext fhir, CohortReader cohorts, JdbcTemplate jdbc, String totalEpsilon, SecureRandom random) {
        Epsilon total = Epsilon.parse(totalEpsilon)
                .orElseThrow(() -> new IllegalArgumentException(
                        "firewarden.cohort-count.epsilon is a decimal above 0 with at most six digits"));
        return new CountProvider(
                fhir, new CountService(cohorts, new CountBudget(jdbc, total), new DiscreteLaplace(random)));
    }

    /** Counts; parameters {@code query}, {@code epsilon} and {@code protocol}. */
    @Operation(name = "$cohort-count")
    public Parameters count(ServletRequestDetails request) {
        AuditDraft draft = OperationRefusals.draft(request);
        draft.interaction(AuditAction.EXECUTE, "$cohort-count");
        SentParameters sent = SentParameters.of(request);
        Caller caller =
                request.getServletRequest().getAttribute(Caller.REQUEST_ATTRIBUTE) instanceof Caller who ? who : null;
        CountResult result =
                service.count(caller, sent.first("query"), sent.first("epsilon"), sent.first("protocol"), draft);
        if (result instanceof CountResult.Refused refused) {
            throw OperationRefusals.of(fhir, refused.status(), refused.problems(), refused.denial(), draft);
        }
        CountResult.Counted counted = (CountResult.Counted) result;
        Parameters answer = new Parameters();
        answer.addParameter().setName("count").setValue(new IntegerType(Math.toIntExact(counted.count())));
        answer.addParameter().setName("halfWidth95").setValue(new IntegerType(Math.toIntExact(counted.halfWidth())));
        answer.addParameter().setName("epsilon").setValue(new DecimalType(counted.epsilon()));
        answer.addParameter().setName("remaining").setValue(new DecimalType(counted.remaining()));
        answer.addParameter().setName("mechanism").setValue(new CodeType("discrete-laplace"));
        return answer;
    }
}
