package org.firewarden.gate.consent;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;

/**
 * Keeps {@link ConsentRules} in step with the FHIR Consents, within the transaction that writes them. A Consent that the gate
 * could not honour is refused with 422 and all reasons.
 */
@Interceptor
public final class ConsentInterceptor {

    private final ConsentRules rules;

    /** Writes to these rules. */
    public ConsentInterceptor(ConsentRules rules) {
        this.rules = rules;
    }

    /** After a Consent was created, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = InterceptorOrder.CONSENT)
    public void created(IBaseResource resource) {
        apply(resource);
    }

    /** After a Consent was updated, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.CONSENT)
    public void updated(IBaseResource before, IBaseResource after) {
        apply(after);
    }

    /** After a Consent was deleted, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED, order = InterceptorOrder.CONSENT)
    public void deleted(IBaseResource resource) {
        if (resource instanceof Consent consent) {
            rules.remove(consent.getIdElement().getIdPart());
        }
    }

    private void apply(IBaseResource resource) {
        if (!(resource instanceof Consent consent)) {
            return;
        }
        ConsentReading reading = ConsentReader.read(consent);
        if (reading instanceof ConsentReading.Rule rule) {
            rules.put(rule.patientId(), rule.rule());
        } else if (reading instanceof ConsentReading.Unenforceable unenforceable) {
            throw Refusals.of(
                    new UnprocessableEntityException("the Consent cannot be enforced"), unenforceable.problems());
        } else {
            rules.remove(consent.getIdElement().getIdPart());
        }
    }
}
