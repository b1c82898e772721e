package org.firewarden.server.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.interceptor.JpaPreResourceAccessDetails;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.ServerInterceptorUtil;
import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Searches HAPI's storage to the end, whatever the number of matches, and shows each chunk of them to the gate as HAPI shows a page:
 * hidden ones leave, what is masked is masked. Holds one chunk at a time.
 */
final class GatedSearch {

    private static final int CHUNK = 200;

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final MatchUrlService matchUrls;
    private final SearchBuilderFactory<JpaPid> searchBuilders;
    private final IHapiTransactionService transactions;
    private final IInterceptorBroadcaster interceptors;

    GatedSearch(
            FhirContext fhir,
            DaoRegistry daos,
            MatchUrlService matchUrls,
            SearchBuilderFactory<JpaPid> searchBuilders,
            IHapiTransactionService transactions,
            IInterceptorBroadcaster interceptors) {
        this.fhir = fhir;
        this.daos = daos;
        this.matchUrls = matchUrls;
        this.searchBuilders = searchBuilders;
        this.transactions = transactions;
        this.interceptors = interceptors;
    }

    /**
     * Finds resources that the caller of the request may see.
     *
     * @param parameters by key, each value one {@code AND}ed part; chains are resolved already
     * @param request made by {@link org.firewarden.gate.enforcement.RequestContext#as}
     * @param sink takes each of them
     */
    void find(
            String resourceType,
            Map<String, List<String>> parameters,
            RequestDetails request,
            Consumer<IBaseResource> sink) {
        transactions.withRequest(request).readOnly().execute(() -> {
            SearchParameterMap map = matchUrls.translateMatchUrl(
                    resourceType + "?" + text(parameters), fhir.getResourceDefinition(resourceType));
            IFhirResourceDao<?> dao = daos.getResourceDao(resourceType);
            try (Stream<JpaPid> stream = dao.searchForIdStream(map, request, null)) {
                Iterator<JpaPid> matches = stream.iterator();
                while (matches.hasNext()) {
                    List<JpaPid> chunk = new ArrayList<>(CHUNK);
                    while (matches.hasNext() && chunk.size() < CHUNK) {
                        chunk.add(matches.next());
                    }
                    shown(resourceType, chunk, request).forEach(sink);
                }
            }
        });
    }

    private List<IBaseResource> shown(String resourceType, List<JpaPid> matches, RequestDetails request) {
        ISearchBuilder<JpaPid> builder = searchBuilders.newSearchBuilder(
                resourceType, fhir.getResourceDefinition(resourceType).getImplementingClass());
        JpaPreResourceAccessDetails loaded = new JpaPreResourceAccessDetails(matches, () -> builder);
        List<IBaseResource> resources = new ArrayList<>(matches.size());
        for (int i = 0; i < matches.size(); i++) {
            IBaseResource resource = loaded.getResource(i);
            if (resource != null) {
                resources.add(resource);
            }
        }
        return ServerInterceptorUtil.fireStoragePreshowResource(resources, request, interceptors).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private static String text(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> UrlUtil.escapeUrlParam(parameter.getKey()) + "=" + UrlUtil.escapeUrlParam(value)))
                .collect(Collectors.joining("&"));
    }
}
