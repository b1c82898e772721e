package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.query.PageBinding;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request before it is handled: interactions and operations that are not open, questions whose answer could not be
 * checked, and types that role or scope do not reach. Each request that gets this far is noted with what it wants.
 */
@Interceptor
public final class RequestInterceptor {

    private static final Map<RestOperationTypeEnum, Interaction> ON_TYPES = Map.of(
            RestOperationTypeEnum.READ, Interaction.READ,
            RestOperationTypeEnum.VREAD, Interaction.READ,
            RestOperationTypeEnum.HISTORY_INSTANCE, Interaction.READ,
            RestOperationTypeEnum.SEARCH_TYPE, Interaction.SEARCH,
            RestOperationTypeEnum.CREATE, Interaction.CREATE,
            RestOperationTypeEnum.UPDATE, Interaction.UPDATE,
            RestOperationTypeEnum.PATCH, Interaction.UPDATE,
            RestOperationTypeEnum.DELETE, Interaction.DELETE);

    /** Interactions that would tell of a hidden resource while they work on it. */
    private static final Set<RestOperationTypeEnum> ON_CURRENT_RESOURCE = Set.of(
            RestOperationTypeEnum.UPDATE,
            RestOperationTypeEnum.PATCH,
            RestOperationTypeEnum.DELETE,
            RestOperationTypeEnum.HISTORY_INSTANCE);

    private static final Set<RestOperationTypeEnum> REWRITES =
            Set.of(RestOperationTypeEnum.UPDATE, RestOperationTypeEnum.PATCH);
    private static final Set<RestOperationTypeEnum> SEARCHES = Set.of(
            RestOperationTypeEnum.SEARCH_TYPE, RestOperationTypeEnum.SEARCH_SYSTEM, RestOperationTypeEnum.GET_PAGE);
    private static final String PAGES = "_getpages";

    private final GateKeeper gate;
    private final CurrentResources current;
    private final QueryInterceptor queries;
    private final PageBinding pages;

    /**
     * Asks this gate, and these resources whether one is there.
     *
     * @param queries where the queries of a bundle are checked
     * @param pages knows who made a stored search result
     */
    public RequestInterceptor(GateKeeper gate, CurrentResources current, QueryInterceptor queries, PageBinding pages) {
        this.gate = gate;
        this.current = current;
        this.queries = queries;
        this.pages = pages;
    }

    /**
     * Before anything looks at a request. Its Cache-Control is not heeded: without its cache the storage would cut a page before
     * hidden matches leave it.
     */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = InterceptorOrder.LIMITS)
    public void prepare(RequestDetails request) {
        RequestContext.keep(request);
        request.setHeaders(Constants.HEADER_CACHE_CONTROL, List.of());
    }

    /** AuditEvent is a view on the ledger; nothing writes one (FHIR R4 http.html, 405 Method Not Allowed). */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = InterceptorOrder.REQUEST)
    public void refuseWritesToTheAuditTrail(RequestDetails request) {
        boolean isRead = request.getRequestType() == RequestTypeEnum.GET
                || request.getRequestType() == RequestTypeEnum.HEAD
                || "_search".equals(request.getOperation());
        if ("AuditEvent".equals(request.getResourceName()) && !isRead) {
            throw auditTrailIsReadOnly();
        }
    }

    /** Refuses what the caller may not ask. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = InterceptorOrder.REQUEST)
    public void check(RequestDetails request, RestOperationTypeEnum type) {
        if (type == RestOperationTypeEnum.METADATA) {
            note(request, AuditAction.READ, "capabilities");
            return;
        }
        Interaction interaction = ON_TYPES.get(type);
        note(gate, request, type);
        Caller caller = RequestContext.caller(request)
                .orElseThrow(() -> Refusals.of(
                        new AuthenticationException("no caller"),
                        Problem.unauthenticated("A valid access token is needed.")));
        checkQuery(request, type, interaction);
        if (interaction != null) {
            permit(request, caller, interaction, request.getResourceName());
            if (ON_CURRENT_RESOURCE.contains(type)) {
                demandCurrent(request, caller, type);
            }
        } else if (type == RestOperationTypeEnum.TRANSACTION && request.getResource() instanceof Bundle bundle) {
            checkEntries(request, caller, bundle);
        } else if (type == RestOperationTypeEnum.GET_PAGE) {
            checkPage(request, caller);
        } else if (!isOpenOperation(request, caller, type)) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.OPERATION_CLOSED, null));
        } else if ("$everything".equals(request.getOperation())) {
            if (request.getRequestType() != RequestTypeEnum.GET) {
                // A body could hold parameters that nothing has looked at.
                throw Denials.refuse(request, new Decision.Deny(DenialReason.QUERY_CLOSED, null));
            }
            permit(request, caller, Interaction.READ, request.getResourceName());
            demandCurrent(
                    request,
                    caller,
                    RestOperationTypeEnum.READ,
                    request.getResourceName(),
                    request.getId() == null ? null : request.getId().getIdPart());
        }
    }

    /** Whatever searches has been through the firewall; what does not search asks nothing. */
    private static void checkQuery(
            RequestDetails request, RestOperationTypeEnum type, @Nullable Interaction interaction) {
        boolean isQuery = (interaction == Interaction.SEARCH && !ClosedQueries.isOfAuditTrail(request))
                || (interaction != null && ConditionalWrites.isConditional(request, type));
        if (!isQuery) {
            ClosedQueries.check(request, interaction);
        } else if (!QueryInterceptor.hasPassed(request)) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.QUERY_CLOSED, null));
        }
    }

    private void checkEntries(RequestDetails request, Caller caller, Bundle bundle) {
        List<TransactionEntries.Entry> entries = TransactionEntries.of(bundle);
        for (TransactionEntries.Entry entry : entries) {
            if (entry.interaction().isWrite() && entry.resourceType().equals("AuditEvent")) {
                throw auditTrailIsReadOnly();
            }
            permit(request, caller, entry.interaction(), entry.resourceType());
        }
        queries.checkBundle(request, caller, bundle, entries);
        for (TransactionEntries.Entry entry : TransactionEntries.of(bundle)) {
            String id = entry.resourceId() == null ? ConditionalWrites.resolvedId(entry.query()) : entry.resourceId();
            if (entry.interaction().isWrite() && entry.type() != RestOperationTypeEnum.CREATE && id != null) {
                demandCurrent(request, caller, entry.type(), entry.resourceType(), id);
            }
        }
    }

    /** Each resource of the page is decided on again before it is shown. */
    private void checkPage(RequestDetails request, Caller caller) {
        if (!gate.mayPage(caller)) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.ROLE, null));
        }
        String[] ids = request.getParameters().get(PAGES);
        if (ids == null || ids.length != 1 || !pages.isOf(caller, ids[0])) {
            // As HAPI answers for an id that it does not know.
            throw new ResourceGoneException("no such page for this caller");
        }
    }

    /** Of a conditional write it is the resource that was found; an interface engine may write without finding one. */
    private void demandCurrent(RequestDetails request, Caller caller, RestOperationTypeEnum type) {
        if (!ConditionalWrites.isConditional(request, type)) {
            demandCurrent(
                    request,
                    caller,
                    type,
                    request.getResourceName(),
                    request.getId().getIdPart());
            return;
        }
        String url = String.valueOf(request.getCompleteUrl());
        String id = ConditionalWrites.resolvedId(url.substring(url.indexOf('?') + 1));
        if (id != null) {
            demandCurrent(request, caller, type, request.getResourceName(), id);
        }
    }

    /**
     * Answers for a hidden resource as for an absent one, before HAPI compares versions, applies patches or pages histories.
     * An update that would create is open to interface engines only: for others it would tell a hidden id from a free one.
     */
    private void demandCurrent(
            RequestDetails request,
            Caller caller,
            RestOperationTypeEnum type,
            @Nullable String resourceType,
            @Nullable String resourceId) {
        if (resourceType == null || resourceId == null) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.OPERATION_CLOSED, null));
        }
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        boolean mayCreate = type == RestOperationTypeEnum.UPDATE && caller.is(Role.INTERFACE_ENGINE);
        if (!mayCreate && !current.isThere(resourceType, resourceId, RequestContext.as(caller, draft, type))) {
            throw new ResourceNotFoundException("hidden or absent");
        }
        // Before HAPI compares or patches anything: a test in a patch would ask about what is hidden.
        if (REWRITES.contains(type)
                && gate.hidesElements(caller, resourceType)
                && current.isMasked(
                        resourceType, resourceId, RequestContext.as(caller, draft, RestOperationTypeEnum.READ))) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.MASKED_CONTENT, null));
        }
    }

    private void permit(RequestDetails request, Caller caller, Interaction interaction, String resourceType) {
        if (gate.decideOnType(caller, interaction, resourceType) instanceof Decision.Deny deny) {
            throw Denials.refuse(request, deny);
        }
    }

    /** What an operation needs beyond this, it checks itself. */
    private boolean isOpenOperation(RequestDetails request, Caller caller, RestOperationTypeEnum type) {
        boolean isOperation = type == RestOperationTypeEnum.EXTENDED_OPERATION_SERVER
                || type == RestOperationTypeEnum.EXTENDED_OPERATION_TYPE
                || type == RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE;
        return isOperation && gate.mayCall(caller, String.valueOf(request.getOperation()));
    }

    private static MethodNotAllowedException auditTrailIsReadOnly() {
        return Refusals.of(
                new MethodNotAllowedException("the audit trail is read only", RequestTypeEnum.GET),
                new Problem("not-supported", "audit-trail-read-only", "The audit trail can be read and not written."));
    }

    /** Notes what a request wants. */
    static void note(GateKeeper gate, RequestDetails request, RestOperationTypeEnum type) {
        if (SEARCHES.contains(type)) {
            RequestContext.draft(request).ifPresent(draft -> draft.query(asked(request)));
        }
        note(request, action(ON_TYPES.get(type)), name(gate, request, type));
    }

    /** What was asked in a body, or without any parameter; what stands in an address is known already. */
    private static Phi<String> asked(RequestDetails request) {
        StringBuilder asked = new StringBuilder(String.valueOf(request.getResourceName()));
        char separator = '?';
        for (Map.Entry<String, String[]> parameter : request.getParameters().entrySet()) {
            for (String value : parameter.getValue()) {
                asked.append(separator)
                        .append(UrlUtil.escapeUrlParam(parameter.getKey()))
                        .append('=')
                        .append(UrlUtil.escapeUrlParam(value));
                separator = '&';
            }
        }
        return Phi.of(asked.toString());
    }

    private static void note(RequestDetails request, AuditAction action, String interaction) {
        RequestContext.draft(request).ifPresent(draft -> {
            draft.interaction(action, interaction);
            if (request.getId() != null && request.getId().hasIdPart()) {
                draft.entity(request.getResourceName() + "/" + request.getId().getIdPart());
            } else if (request.getResourceName() != null) {
                draft.detail("resource-type", request.getResourceName());
            }
        });
    }

    private static String name(GateKeeper gate, RequestDetails request, RestOperationTypeEnum type) {
        String operation = request.getOperation();
        if (operation != null && operation.startsWith("$") && gate.isOpenOperation(operation)) {
            return operation;
        }
        boolean isBatch = type == RestOperationTypeEnum.TRANSACTION
                && request.getResource() instanceof Bundle bundle
                && bundle.getType() == Bundle.BundleType.BATCH;
        return isBatch ? "batch" : type.getCode();
    }

    private static AuditAction action(@Nullable Interaction interaction) {
        if (interaction == null) {
            return AuditAction.EXECUTE;
        }
        return switch (interaction) {
            case CREATE -> AuditAction.CREATE;
            case READ -> AuditAction.READ;
            case UPDATE -> AuditAction.UPDATE;
            case DELETE -> AuditAction.DELETE;
            case SEARCH -> AuditAction.EXECUTE;
        };
    }
}
