package org.firewarden.gate.content;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Optional;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the content of each resource before it is stored, whichever way it came, also as the outcome of a patch. Content
 * is refused with all its problems and never repaired. Only {@code meta.source} is overruled: FHIR has clients send it back
 * as they read it, so a changed one is no reason to refuse a write. The interface engine states where its messages came from.
 */
@Interceptor
public final class ContentInterceptor {

    private static final String BY_THE_SERVER = ContentInterceptor.class.getName();

    private final ContentRules rules;

    /** Refuses by these rules. */
    public ContentInterceptor(ContentRules rules) {
        this.rules = rules;
    }

    /** Marks a request of the server itself, which may set what is its own to set. */
    public static RequestDetails ofServer(RequestDetails request) {
        request.getUserData().put(BY_THE_SERVER, true);
        return request;
    }

    /** Whether a request is the server's own. */
    public static boolean isOfServer(@Nullable RequestDetails request) {
        return request != null && request.getUserData().containsKey(BY_THE_SERVER);
    }

    /** Before a resource is created. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = InterceptorOrder.CONTENT)
    public void create(IBaseResource resource, @Nullable RequestDetails request) {
        check(null, resource, request);
    }

    /** Before a resource is changed. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = InterceptorOrder.CONTENT)
    public void update(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        check(before, after, request);
    }

    private void check(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        String path = after.fhirType();
        List<Problem> problems = rules.problems(after, path);
        Optional<Caller> caller = RequestContext.caller(request);
        if (caller.isPresent() && !isOfServer(request)) {
            problems.addAll(ServerMetadata.problems(before, after, path));
        }
        ContentRules.refuse(problems);
        if (caller.isPresent() && !caller.get().is(Role.INTERFACE_ENGINE)) {
            ServerMetadata.keepSource(before, after);
        }
    }
}
