package org.firewarden.gate.content;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Bundle;

/**
 * Looks at all entries of a transaction at once, so that the client reads of each problem and not of the first entry's only.
 * The entries of a batch are separate requests and fail one by one.
 */
@Interceptor
public final class TransactionContentInterceptor {

    private final ContentRules rules;

    /** Refuses by these rules. */
    public TransactionContentInterceptor(ContentRules rules) {
        this.rules = rules;
    }

    /** Refuses a transaction of which an entry could not be stored. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = InterceptorOrder.TRANSACTION_CONTENT)
    public void check(RequestDetails request, RestOperationTypeEnum type) {
        if (type != RestOperationTypeEnum.TRANSACTION
                || !(request.getResource() instanceof Bundle bundle)
                || bundle.getType() != Bundle.BundleType.TRANSACTION) {
            return;
        }
        List<Problem> problems = new ArrayList<>();
        int index = 0;
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            if (entry.getResource() != null) {
                problems.addAll(rules.problems(entry.getResource(), "Bundle.entry[" + index + "].resource"));
            }
            index++;
        }
        ContentRules.refuse(problems);
    }
}
