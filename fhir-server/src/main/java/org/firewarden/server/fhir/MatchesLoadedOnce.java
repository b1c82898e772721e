package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.IResultIterator;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.search.SearchBuilderLoadIncludesParameters;
import ca.uhn.fhir.jpa.model.search.SearchRuntimeDetails;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.firewarden.gate.enforcement.SeenMatches;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's search builder, except that it does not load a page that the gate has loaded for the same request to decide on it
 * ({@code STORAGE_PREACCESS_RESOURCES}). Which row a resource is of is noted on the resource; a page of which one is missing,
 * or that includes others, is loaded as ever.
 */
final class MatchesLoadedOnce implements ISearchBuilder<JpaPid> {

    private static final String ROW = MatchesLoadedOnce.class.getName();

    private final ISearchBuilder<JpaPid> hapis;

    MatchesLoadedOnce(ISearchBuilder<JpaPid> hapis) {
        this.hapis = hapis;
    }

    @Override
    public void loadResourcesByPid(
            Collection<JpaPid> pids,
            Collection<JpaPid> included,
            List<IBaseResource> loaded,
            boolean isForHistory,
            @Nullable RequestDetails request) {
        boolean isPlain = included.isEmpty() && !isForHistory && loaded.isEmpty();
        if (isPlain && request != null) {
            Map<Long, IBaseResource> known = known(request);
            if (!known.isEmpty() && pids.stream().allMatch(pid -> known.containsKey(pid.getId()))) {
                pids.forEach(pid -> loaded.add(Objects.requireNonNull(known.get(pid.getId()))));
                return;
            }
        }
        hapis.loadResourcesByPid(pids, included, loaded, isForHistory, request);
        if (isPlain && request == null && loaded.size() == pids.size()) {
            int index = 0;
            for (JpaPid pid : pids) {
                if (loaded.get(index) instanceof Base resource && pid.getVersion() == null) {
                    resource.setUserData(ROW, pid.getId());
                }
                index++;
            }
        }
    }

    private static Map<Long, IBaseResource> known(RequestDetails request) {
        Map<Long, IBaseResource> known = new HashMap<>();
        SeenMatches.of(request)
                .ifPresent(seen -> seen.take().forEach(resource -> {
                    if (resource instanceof Base base && base.getUserData(ROW) instanceof Long row) {
                        known.put(row, resource);
                    }
                }));
        return known;
    }

    @Override
    public IResultIterator<JpaPid> createQuery(
            SearchParameterMap parameters,
            SearchRuntimeDetails details,
            RequestDetails request,
            RequestPartitionId partition) {
        return hapis.createQuery(parameters, details, request, partition);
    }

    @Override
    public Stream<JpaPid> createQueryStream(
            SearchParameterMap parameters,
            SearchRuntimeDetails details,
            RequestDetails request,
            RequestPartitionId partition) {
        return hapis.createQueryStream(parameters, details, request, partition);
    }

    @Override
    public Long createCountQuery(
            SearchParameterMap parameters, String search, RequestDetails request, RequestPartitionId partition) {
        return hapis.createCountQuery(parameters, search, request, partition);
    }

    @Override
    public void setMaxResultsToFetch(@Nullable Integer maximum) {
        hapis.setMaxResultsToFetch(maximum);
    }

    @Override
    public void setDeduplicateInDatabase(boolean inDatabase) {
        hapis.setDeduplicateInDatabase(inDatabase);
    }

    @Override
    public void setRequireTotal(boolean isRequired) {
        hapis.setRequireTotal(isRequired);
    }

    @Override
    public boolean requiresTotal() {
        return hapis.requiresTotal();
    }

    @Override
    @Deprecated
    public Set<JpaPid> loadIncludes(
            FhirContext fhir,
            EntityManager entities,
            Collection<JpaPid> matches,
            Collection<Include> inclusions,
            boolean isReverse,
            DateRangeParam lastUpdated,
            String search,
            RequestDetails request,
            Integer maximum) {
        return hapis.loadIncludes(
                fhir, entities, matches, inclusions, isReverse, lastUpdated, search, request, maximum);
    }

    @Override
    public Set<JpaPid> loadIncludes(SearchBuilderLoadIncludesParameters<JpaPid> parameters) {
        return hapis.loadIncludes(parameters);
    }

    @Override
    public void setFetchSize(int size) {
        hapis.setFetchSize(size);
    }

    @Override
    public void setPreviouslyAddedResourcePids(List<JpaPid> pids) {
        hapis.setPreviouslyAddedResourcePids(pids);
    }
}
