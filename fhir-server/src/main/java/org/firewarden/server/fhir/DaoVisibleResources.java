package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.interceptor.JpaPreResourceAccessDetails;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.gate.enforcement.VisibleResources;
import org.firewarden.gate.query.InnerSearch.Matches;
import org.firewarden.gate.query.QuerySettings;

/**
 * Searches HAPI's storage to the end and shows each chunk of matches to the gate, which takes out what the caller may not see.
 * HAPI's own synchronous search would cut before the gate looks.
 */
final class DaoVisibleResources implements VisibleResources {

    private static final int CHUNK = 200;

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final MatchUrlService matchUrls;
    private final SearchBuilderFactory<JpaPid> searchBuilders;
    private final IHapiTransactionService transactions;
    private final IInterceptorBroadcaster interceptors;
    private final QuerySettings settings;

    DaoVisibleResources(
            FhirContext fhir,
            DaoRegistry daos,
            MatchUrlService matchUrls,
            SearchBuilderFactory<JpaPid> searchBuilders,
            IHapiTransactionService transactions,
            IInterceptorBroadcaster interceptors,
            QuerySettings settings) {
        this.fhir = fhir;
        this.daos = daos;
        this.matchUrls = matchUrls;
        this.searchBuilders = searchBuilders;
        this.transactions = transactions;
        this.interceptors = interceptors;
        this.settings = settings;
    }

    @Override
    public Matches find(String resourceType, Map<String, List<String>> parameters, RequestDetails request) {
        return Objects.requireNonNull(transactions
                .withRequest(request)
                .readOnly()
                .execute(() -> search(resourceType, parameters, settings.maximumMatches() + 1, request)
                        .filter(visible -> visible.size() <= settings.maximumMatches())
                        .<Matches>map(Matches.Visible::new)
                        .orElseGet(Matches.TooMany::new)));
    }

    @Override
    public Matches first(String resourceType, Map<String, List<String>> parameters, int limit, RequestDetails request) {
        return Objects.requireNonNull(transactions
                .withRequest(request)
                .readOnly()
                .execute(() -> search(resourceType, parameters, limit, request)
                        .<Matches>map(
                                visible -> new Matches.Visible(visible.subList(0, Math.min(limit, visible.size()))))
                        .orElseGet(Matches.TooMany::new)));
    }

    /** At least so many as the limit says, if there are; empty if too many were hidden to find them. */
    private Optional<List<String>> search(
            String resourceType, Map<String, List<String>> parameters, int limit, RequestDetails request) {
        SearchParameterMap map = matchUrls.translateMatchUrl(
                resourceType + "?" + text(parameters), fhir.getResourceDefinition(resourceType));
        IFhirResourceDao<?> dao = daos.getResourceDao(resourceType);
        Set<String> visible = new LinkedHashSet<>();
        try (Stream<JpaPid> stream = dao.searchForIdStream(map, request, null)) {
            Iterator<JpaPid> matches = stream.iterator();
            int inspected = 0;
            while (matches.hasNext()) {
                List<JpaPid> chunk = new ArrayList<>(CHUNK);
                while (matches.hasNext() && chunk.size() < CHUNK) {
                    chunk.add(matches.next());
                }
                inspected += chunk.size();
                visible.addAll(visible(resourceType, chunk, request));
                if (visible.size() >= limit) {
                    break;
                }
                if (inspected >= settings.maximumInspected() && matches.hasNext()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(List.copyOf(visible));
    }

    private List<String> visible(String resourceType, List<JpaPid> matches, RequestDetails request) {
        ISearchBuilder<JpaPid> builder = searchBuilders.newSearchBuilder(
                resourceType, fhir.getResourceDefinition(resourceType).getImplementingClass());
        JpaPreResourceAccessDetails access = new JpaPreResourceAccessDetails(matches, () -> builder);
        interceptors.callHooks(
                Pointcut.STORAGE_PREACCESS_RESOURCES,
                new HookParams()
                        .add(IPreResourceAccessDetails.class, access)
                        .add(RequestDetails.class, request)
                        .addIfMatchesType(ServletRequestDetails.class, request));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            if (!access.isDontReturnResourceAtIndex(i)) {
                ids.add(access.getResource(i).getIdElement().getIdPart());
            }
        }
        return ids;
    }

    private static String text(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> UrlUtil.escapeUrlParam(parameter.getKey()) + "=" + UrlUtil.escapeUrlParam(value)))
                .collect(Collectors.joining("&"));
    }
}
