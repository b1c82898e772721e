package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.provider.BaseJpaResourceProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.ValidationModeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.gate.enforcement.WriteRehearsal;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Stands between HAPI's providers and its storage for the operations that HAPI would execute past the hooks of reads and writes.
 * All else goes on to the storage as it came. The seam is public: a provider is given its storage.
 */
final class OperationsOfTypes {

    private static final int VALIDATE_ARGUMENTS = 7;

    private final WriteRehearsal rehearsal;

    OperationsOfTypes(WriteRehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** The provider, if it is one of HAPI's for a type, with this between it and its storage. */
    Object standBefore(Object provider) {
        if (provider instanceof BaseJpaResourceProvider<?> ofType) {
            standBefore(ofType);
        }
        return provider;
    }

    private <T extends IBaseResource> void standBefore(BaseJpaResourceProvider<T> provider) {
        provider.setDao(around(provider.getDao()));
    }

    @SuppressWarnings("unchecked")
    private <T extends IBaseResource> IFhirResourceDao<T> around(IFhirResourceDao<T> storage) {
        return (IFhirResourceDao<T>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                ClassUtils.getAllInterfaces(storage),
                (proxy, method, arguments) -> call(storage, method, arguments));
    }

    private <T extends IBaseResource> @Nullable Object call(
            IFhirResourceDao<T> storage, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("validate") && arguments != null && arguments.length == VALIDATE_ARGUMENTS) {
            return validate(storage, new Validation(arguments));
        }
        try {
            return method.invoke(storage, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** The arguments of {@link IFhirResourceDao#validate}. */
    private record Validation(
            @Nullable IBaseResource resource,
            @Nullable IIdType id,
            @Nullable String raw,
            @Nullable EncodingEnum encoding,
            @Nullable ValidationModeEnum mode,
            @Nullable String profile,
            RequestDetails request) {

        Validation(@Nullable Object[] of) {
            this(
                    (IBaseResource) of[0],
                    (IIdType) of[1],
                    (String) of[2],
                    (EncodingEnum) of[3],
                    (ValidationModeEnum) of[4],
                    (String) of[5],
                    (RequestDetails) of[6]);
        }
    }

    @SuppressWarnings("unchecked")
    private <T extends IBaseResource> MethodOutcome validate(IFhirResourceDao<T> storage, Validation asked) {
        rehearsal.demand(asked.request, asked.mode, asked.resource, asked.id);
        if (asked.mode == ValidationModeEnum.DELETE) {
            // HAPI would name the resources that refer to this one, hidden ones too.
            return mayBeAsked();
        }
        IBaseResource content = asked.resource == null ? stored(storage, asked) : asked.resource;
        // Inside Parameters the raw text is not the resource.
        String raw = asked.resource == null || asked.request.getResource() instanceof Parameters ? null : asked.raw;
        return storage.validate((T) content, null, raw, asked.encoding, asked.mode, asked.profile, asked.request);
    }

    /** As the caller sees it, noted as shown: what is found in it may be quoted. */
    private static IBaseResource stored(IFhirResourceDao<?> storage, Validation asked) {
        Caller caller = RequestContext.caller(asked.request).orElseThrow();
        AuditDraft draft = RequestContext.draft(asked.request).orElseThrow();
        return storage.read(asked.id, RequestContext.as(caller, draft, RestOperationTypeEnum.READ));
    }

    private static MethodOutcome mayBeAsked() {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .getDetails()
                .setText(
                        "You may ask for this. Whether other resources still refer to it is found when it is deleted.");
        MethodOutcome answer = new MethodOutcome();
        answer.setOperationOutcome(outcome);
        return answer;
    }
}
