package org.firewarden.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.List;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.content.ContentInterceptor;
import org.firewarden.model.operation.DeviceId;
import org.firewarden.model.operation.ModelDevice;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.jspecify.annotations.Nullable;

/** Devices of model versions, and their cards, are written by the registry and by nobody else, whatever the role. */
@Interceptor
public final class ModelDeviceInterceptor {

    /** Before one is created. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = InterceptorOrder.REVIEW)
    public void create(IBaseResource resource, @Nullable RequestDetails request) {
        refuse(resource, request);
    }

    /** Before one is changed. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = InterceptorOrder.REVIEW)
    public void update(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        refuse(after, request);
        if (before != null) {
            refuse(before, request);
        }
    }

    /** Before one is deleted. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = InterceptorOrder.REVIEW)
    public void delete(IBaseResource resource, @Nullable RequestDetails request) {
        refuse(resource, request);
    }

    private static void refuse(IBaseResource resource, @Nullable RequestDetails request) {
        if (isOfModel(resource) && !ContentInterceptor.isOfServer(request)) {
            throw Refusals.of(
                    new ForbiddenOperationException("the registry's own"),
                    Problem.forbidden("model-registry", "Model versions are changed by operations on Device only."));
        }
    }

    private static boolean isOfModel(IBaseResource resource) {
        String id = resource.getIdElement().getIdPart();
        boolean hasItsId = id != null && id.startsWith(DeviceId.PREFIX);
        if (resource instanceof Device device) {
            return hasItsId || isCoded(device.getType().getCoding(), ModelDevice.TYPE_SYSTEM);
        }
        return resource instanceof DocumentReference document
                && (hasItsId || isCoded(document.getType().getCoding(), ModelDevice.DOCUMENT_SYSTEM));
    }

    private static boolean isCoded(List<Coding> codings, String system) {
        return codings.stream().anyMatch(coding -> system.equals(coding.getSystem()));
    }
}
