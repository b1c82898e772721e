package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.access.SmartScope;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.query.InnerSearch;
import org.firewarden.gate.query.InnerSearch.Matches;
import org.firewarden.gate.query.QueryFirewall;
import org.firewarden.gate.query.QueryPlan;
import org.firewarden.gate.query.QueryRefusal;
import org.firewarden.gate.query.Rewriting;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Resolves what a conditional write is about as its caller, and leaves to the storage a condition on the id that was found
 * (package {@code org.firewarden.gate.query} says why this tells nothing of hidden matches).
 */
final class ConditionalWrites {

    private static final Set<RestOperationTypeEnum> BY_URL =
            EnumSet.of(RestOperationTypeEnum.UPDATE, RestOperationTypeEnum.PATCH, RestOperationTypeEnum.DELETE);

    private static final Pattern RESOLVED = Pattern.compile("_id=([A-Za-z0-9.\\-]{1,64})");

    /** Say how the answer is to look. */
    private static final Set<String> FORM = Set.of("_format", "_pretty");

    private final GateKeeper gate;
    private final Queries queries;

    ConditionalWrites(GateKeeper gate, Queries queries) {
        this.gate = gate;
        this.queries = queries;
    }

    /** True if the request says by a query and not by an id what it is about. */
    static boolean isConditional(RequestDetails request, RestOperationTypeEnum type) {
        if (type == RestOperationTypeEnum.CREATE) {
            return request.getHeader(Constants.HEADER_IF_NONE_EXIST) != null;
        }
        return BY_URL.contains(type)
                && (request.getId() == null || !request.getId().hasIdPart());
    }

    /** The id that was found and written into a condition, or null if the condition is left to the storage. */
    static @Nullable String resolvedId(@Nullable String query) {
        Matcher resolved = RESOLVED.matcher(query == null ? "" : query);
        return resolved.matches() ? resolved.group(1) : null;
    }

    /** Resolves the condition of a single request and writes what was found into it. */
    void resolve(RequestDetails request, Caller caller, RestOperationTypeEnum type) {
        String resourceType = request.getResourceName();
        if (type == RestOperationTypeEnum.CREATE) {
            String condition = condition(request, caller, type, resourceType, ifNoneExist(request, resourceType));
            request.setHeaders(Constants.HEADER_IF_NONE_EXIST, condition == null ? List.of() : List.of(condition));
        } else {
            String url = String.valueOf(request.getCompleteUrl());
            int question = url.indexOf('?');
            String condition = condition(
                    request,
                    caller,
                    type,
                    resourceType,
                    Queries.parse(question < 0 ? "" : url.substring(question + 1)));
            request.setCompleteUrl((question < 0 ? url : url.substring(0, question)) + afterType(condition));
            request.setParameters(formOf(request.getParameters()));
        }
    }

    private static Map<String, String[]> formOf(Map<String, String[]> parameters) {
        Map<String, String[]> form = new HashMap<>(parameters);
        form.keySet().retainAll(FORM);
        return form;
    }

    private static String afterType(@Nullable String condition) {
        return condition == null ? "" : condition.substring(condition.indexOf('?'));
    }

    private static Map<String, List<String>> ifNoneExist(RequestDetails request, String resourceType) {
        List<String> headers = request.getHeaders(Constants.HEADER_IF_NONE_EXIST);
        if (headers.size() != 1) {
            throw malformed();
        }
        return parse(headers.get(0), resourceType);
    }

    /** Reads {@code query}, {@code ?query} or {@code Type?query}. */
    static Map<String, List<String>> parse(String condition, String resourceType) {
        int question = condition.indexOf('?');
        String before = question < 0 ? "" : condition.substring(0, question);
        if (!before.isEmpty() && !before.equals(resourceType)) {
            throw malformed();
        }
        return Queries.parse(condition.substring(question + 1));
    }

    /**
     * What the storage is to match by, {@code Type?query}; null for a create to which there is nothing.
     *
     * @throws ResourceNotFoundException if the write needs a match and none is visible
     * @throws PreconditionFailedException if several are visible
     */
    @Nullable
    String condition(
            RequestDetails request,
            Caller caller,
            RestOperationTypeEnum type,
            String resourceType,
            Map<String, List<String>> query) {
        query.keySet().removeAll(FORM);
        QueryPlan plan = queries.admitSelection(request, caller, resourceType, query);
        Interaction interaction = interaction(type);
        boolean isFree = recordsFreely(caller, interaction, resourceType);
        InnerSearch search =
                queries.searchAs(request, caller, isFree ? writing(type) : RestOperationTypeEnum.SEARCH_TYPE);
        Rewriting rewriting = queries.rewrite(request, plan, search);
        if (isFree) {
            return resourceType + "?" + Queries.toText(QueryFirewall.conditions(plan, rewriting));
        }
        List<String> ids = match(request, plan, rewriting, search);
        if (ids.isEmpty()) {
            if (type == RestOperationTypeEnum.CREATE) {
                return null;
            }
            throw new ResourceNotFoundException("hidden or absent");
        }
        return resourceType + "?_id=" + ids.get(0);
    }

    /** The one resource to which a reference by a query leads, as {@code Type/id}, or null if there is none that is visible. */
    @Nullable
    String target(RequestDetails request, Caller caller, String resourceType, Map<String, List<String>> query) {
        QueryPlan plan = queries.admitSelection(request, caller, resourceType, query);
        boolean isFree = recordsFreely(caller, Interaction.UPDATE, resourceType);
        InnerSearch search = queries.searchAs(
                request, caller, isFree ? RestOperationTypeEnum.UPDATE : RestOperationTypeEnum.SEARCH_TYPE);
        List<String> ids = match(request, plan, queries.rewrite(request, plan, search), search);
        return ids.isEmpty() ? null : resourceType + "/" + ids.get(0);
    }

    private static List<String> match(RequestDetails request, QueryPlan plan, Rewriting rewriting, InnerSearch search) {
        Matches matches = search.search(plan.resourceType(), QueryFirewall.conditions(plan, rewriting));
        if (!(matches instanceof Matches.Visible visible)) {
            throw Denials.refuseQuery(request, new QueryRefusal.TooWide());
        }
        if (visible.ids().size() > 1) {
            throw Refusals.of(
                    new PreconditionFailedException("several matches"),
                    Problem.invalid("multiple-matches", "The condition is met by more than one resource."));
        }
        return visible.ids();
    }

    /**
     * True for an interface engine whose scopes are not limited to some resources: it may write each resource of the type, so
     * that the storage's own match tells it of nothing that it could not overwrite by its id.
     */
    private boolean recordsFreely(Caller caller, Interaction interaction, String resourceType) {
        return caller.scopes().allowing(interaction, resourceType).stream()
                        .anyMatch(scope -> scope.context() != SmartScope.Context.PATIENT
                                && scope.query().isEmpty())
                && gate.recordsFreely(caller, interaction, resourceType);
    }

    private static RestOperationTypeEnum writing(RestOperationTypeEnum type) {
        return type == RestOperationTypeEnum.DELETE ? type : RestOperationTypeEnum.UPDATE;
    }

    private static Interaction interaction(RestOperationTypeEnum type) {
        return type == RestOperationTypeEnum.CREATE
                ? Interaction.CREATE
                : type == RestOperationTypeEnum.DELETE ? Interaction.DELETE : Interaction.UPDATE;
    }

    private static RuntimeException malformed() {
        return Refusals.of(
                new InvalidRequestException("condition not understood"),
                Problem.invalid(
                        "invalid-condition",
                        "A conditional request needs search parameters of its resource type with values."));
    }
}
