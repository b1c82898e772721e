package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.firewarden.access.Caller;
import org.firewarden.gate.InterceptorOrder;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the page of a search to what the policy of the caller gives at once (FHIR R4, Search, Page Count: a server may return
 * fewer than {@code _count} asks for). A request without {@code _count} gets the server's usual page, or less.
 */
@Interceptor
public final class PageLimit {

    private static final String COUNT = "_count";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern IN_URL = Pattern.compile("(?<=[?&]_count=)(\\d{1,10})(?=&|$)");

    private final GateKeeper gate;
    private final int usualPage;

    /**
     * Asks this gate for the limits.
     *
     * @param usualPage the page of a search that names none
     */
    public PageLimit(GateKeeper gate, int usualPage) {
        this.gate = gate;
        this.usualPage = usualPage;
    }

    /** Lowers the page of a search by itself, of a page of one, and of an operation that searches. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = InterceptorOrder.NARROWING)
    public void lowerPage(RequestDetails request) {
        Caller caller = RequestContext.caller(request).orElse(null);
        if (caller == null) {
            return;
        }
        int limit = gate.pageLimit(caller);
        String[] counts = request.getParameters().get(COUNT);
        boolean isSearch = request.getRestOperationType() == RestOperationTypeEnum.SEARCH_TYPE;
        if (limit == 0 || (counts == null && (!isSearch || limit >= usualPage))) {
            return;
        }
        Map<String, String[]> parameters = new HashMap<>(request.getParameters());
        parameters.put(
                COUNT,
                counts == null
                        ? new String[] {String.valueOf(limit)}
                        : Arrays.stream(counts)
                                .map(count -> lower(count, limit))
                                .toArray(String[]::new));
        request.setParameters(parameters);
    }

    /** Lowers the pages of the searches in a batch or transaction. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = InterceptorOrder.NARROWING)
    public void lowerEntries(RequestDetails request, @Nullable RestOperationTypeEnum type) {
        Caller caller = RequestContext.caller(request).orElse(null);
        if (caller == null
                || type != RestOperationTypeEnum.TRANSACTION
                || !(request.getResource() instanceof Bundle bundle)) {
            return;
        }
        int limit = gate.pageLimit(caller);
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            String url = entry.getRequest().getUrl();
            if (url != null && limit > 0 && entry.getRequest().getMethod() == Bundle.HTTPVerb.GET) {
                entry.getRequest().setUrl(lowerInUrl(url, limit));
            }
        }
    }

    private String lowerInUrl(String url, int limit) {
        if (url.indexOf('?') >= 0 && limit < usualPage && !url.contains(COUNT + "=")) {
            return url + "&" + COUNT + "=" + limit;
        }
        return IN_URL.matcher(url).replaceAll(count -> lower(count.group(), limit));
    }

    /** What is no number is left to HAPI, which refuses it. */
    private static String lower(String count, int limit) {
        return NUMBER.matcher(count).matches() && Long.parseLong(count) > limit ? String.valueOf(limit) : count;
    }
}
