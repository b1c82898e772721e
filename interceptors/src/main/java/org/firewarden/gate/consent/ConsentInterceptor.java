package org.firewarden.gate.consent;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.EnumSet;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link ConsentRules} in step with the FHIR Consents and ResearchStudies, within the transaction that writes them. A
 * Consent that the gate could not honour is refused with 422 and all reasons.
 */
@Interceptor
public final class ConsentInterceptor {

    private static final Set<ResearchStudy.ResearchStudyStatus> OPEN =
            EnumSet.of(ResearchStudy.ResearchStudyStatus.ACTIVE, ResearchStudy.ResearchStudyStatus.APPROVED);

    private final ConsentRules rules;

    /** Writes to these rules. */
    public ConsentInterceptor(ConsentRules rules) {
        this.rules = rules;
    }

    /** After a Consent was created, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = InterceptorOrder.CONSENT)
    public void created(IBaseResource resource, @Nullable RequestDetails request) {
        apply(resource, request);
    }

    /** After a Consent was updated, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.CONSENT)
    public void updated(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        refuseUnlessBoard(before, request);
        apply(after, request);
    }

    /** After a Consent was deleted, before its transaction commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED, order = InterceptorOrder.CONSENT)
    public void deleted(IBaseResource resource, @Nullable RequestDetails request) {
        refuseUnlessBoard(resource, request);
        if (resource instanceof Consent consent) {
            rules.remove(consent.getIdElement().getIdPart());
        } else if (resource instanceof ResearchStudy study) {
            rules.putStudy(study.getIdElement().getIdPart(), false);
        }
    }

    private void apply(IBaseResource resource, @Nullable RequestDetails request) {
        refuseUnlessBoard(resource, request);
        if (resource instanceof ResearchStudy study) {
            rules.putStudy(
                    study.getIdElement().getIdPart(), study.getStatus() != null && OPEN.contains(study.getStatus()));
        } else if (resource instanceof Consent consent) {
            apply(consent);
        }
    }

    private void apply(Consent consent) {
        ConsentReading reading = ConsentReader.read(consent);
        if (reading instanceof ConsentReading.Rule rule) {
            String study = rule.study();
            rules.put(new StoredConsent(
                    rule.rule().consentId(),
                    rule.patientId(),
                    study == null ? null : new IdType(study).getIdPart(),
                    ConsentText.of(consent)));
        } else if (reading instanceof ConsentReading.Unenforceable unenforceable) {
            throw Refusals.of(
                    new UnprocessableEntityException("the Consent cannot be enforced"), unenforceable.problems());
        } else {
            rules.remove(consent.getIdElement().getIdPart());
        }
    }

    /** A waiver opens records without their patients; who uses one must not be who writes it. */
    private static void refuseUnlessBoard(@Nullable IBaseResource resource, @Nullable RequestDetails request) {
        if (!(resource instanceof Consent consent) || !Waiver.is(consent)) {
            return;
        }
        boolean mayWrite = caller(request) instanceof Caller caller
                && (caller.is(Role.PRIVACY_OFFICER) || caller.is(Role.INTERFACE_ENGINE));
        if (!mayWrite) {
            throw Refusals.of(
                    new ForbiddenOperationException("a waiver"),
                    Problem.forbidden("forbidden", "A waiver is written by a privacy officer or an interface engine."));
        }
    }

    private static @Nullable Object caller(@Nullable RequestDetails request) {
        Object kept = request == null ? null : request.getUserData().get(Caller.REQUEST_ATTRIBUTE);
        return kept == null && request instanceof ServletRequestDetails servlet && servlet.getServletRequest() != null
                ? servlet.getServletRequest().getAttribute(Caller.REQUEST_ATTRIBUTE)
                : kept;
    }
}
