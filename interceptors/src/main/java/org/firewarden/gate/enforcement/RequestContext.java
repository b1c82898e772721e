package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Optional;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.jspecify.annotations.Nullable;

/** Who asks, and which audit draft notes it: carried by a HAPI request, whether it came by HTTP or from inside. */
public final class RequestContext {

    /** HAPI JPA's {@code JpaConstants.HEADER_META_SNAPSHOT_MODE}; this module does not know HAPI's storage. */
    private static final String TAGS_IN_PLACE_HEADER = "X-Meta-Snapshot-Mode";

    private static final String IN_BULK = RequestContext.class.getName() + ".inBulk";

    private RequestContext() {}

    /** A request from inside the server that is made as this caller, for this purpose, and noted in this draft. */
    public static RequestDetails as(Caller caller, AuditDraft draft, RestOperationTypeEnum type) {
        return made(caller, draft, type);
    }

    /** The same for a search of a bulk export, on whose matches the rules alone decide that allow bulk. */
    public static RequestDetails inBulk(Caller caller, AuditDraft draft) {
        SystemRequestDetails request = made(caller, draft, RestOperationTypeEnum.SEARCH_TYPE);
        request.getUserData().put(IN_BULK, true);
        return request;
    }

    /** True if the request was made by {@link #inBulk}. */
    static boolean isInBulk(@Nullable RequestDetails request) {
        return request != null && request.getUserData().containsKey(IN_BULK);
    }

    /** The same for an update whose tags take the place of the stored ones; HAPI would join them. */
    public static RequestDetails replacingTags(Caller caller, AuditDraft draft) {
        SystemRequestDetails request = made(caller, draft, RestOperationTypeEnum.UPDATE);
        request.addHeader(TAGS_IN_PLACE_HEADER, "TAG");
        return request;
    }

    private static SystemRequestDetails made(Caller caller, AuditDraft draft, RestOperationTypeEnum type) {
        SystemRequestDetails request = new SystemRequestDetails();
        request.setRestOperationType(type);
        request.getUserData().put(Caller.REQUEST_ATTRIBUTE, caller);
        request.getUserData().put(AuditDraft.REQUEST_ATTRIBUTE, draft);
        SeenMatches.begin(request);
        return request;
    }

    /**
     * Keeps caller and draft with HAPI's request, since work for it may go on in another thread when the container has given
     * its own request to somebody else.
     */
    static void keep(RequestDetails request) {
        SeenMatches.begin(request);
        caller(request).ifPresent(caller -> request.getUserData().put(Caller.REQUEST_ATTRIBUTE, caller));
        draft(request).ifPresent(draft -> request.getUserData().put(AuditDraft.REQUEST_ATTRIBUTE, draft));
    }

    /** The caller of a request, or empty if nobody was authenticated or HAPI itself works. */
    public static Optional<Caller> caller(@Nullable RequestDetails request) {
        return attribute(request, Caller.REQUEST_ATTRIBUTE, Caller.class);
    }

    /** The audit draft of a request; what is noted without one is lost, so only HAPI's own work lacks it. */
    public static Optional<AuditDraft> draft(@Nullable RequestDetails request) {
        return attribute(request, AuditDraft.REQUEST_ATTRIBUTE, AuditDraft.class);
    }

    private static <T> Optional<T> attribute(@Nullable RequestDetails request, String name, Class<T> type) {
        if (request == null) {
            return Optional.empty();
        }
        Object own = request.getUserData().get(name);
        if (type.isInstance(own)) {
            return Optional.of(type.cast(own));
        }
        if (request instanceof ServletRequestDetails servlet && servlet.getServletRequest() != null) {
            Object attribute = servlet.getServletRequest().getAttribute(name);
            return type.isInstance(attribute) ? Optional.of(type.cast(attribute)) : Optional.empty();
        }
        return Optional.empty();
    }
}
