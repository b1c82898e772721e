package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.query.PageBinding;
import org.jspecify.annotations.Nullable;

/**
 * Gives each stored search result to the caller who made it and to nobody else: not as an answer to the same question, and by
 * its id not to whoever has got hold of the link ({@link RequestInterceptor} refuses these).
 */
@Interceptor
public final class PageInterceptor {

    private final PageBinding binding;

    /** Binds ids with this. */
    public PageInterceptor(PageBinding binding) {
        this.binding = binding;
    }

    /** Names the result before it is stored. What the server finds for itself keeps HAPI's id, and no link leads there. */
    @Hook(value = Pointcut.STORAGE_PRESEARCH_REGISTERED, order = InterceptorOrder.QUERY)
    public void bind(ICachedSearchDetails search, @Nullable RequestDetails request) {
        search.setCannotBeReused();
        RequestContext.caller(request).ifPresent(caller -> search.setUuid(binding.newId(caller)));
    }
}
