package org.firewarden.server.endpoints;

import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Registration;
import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * All that answers HTTP in this process, one line each: servlets, filters, the filters of the security chains (the embedded
 * authorization server answers in these), handlers of Spring MVC with the actuator's among them, and FHIR's providers.
 */
final class MappedEndpoints {

    private MappedEndpoints() {}

    static Set<String> of(ApplicationContext context, ServletContext servlets) {
        Set<String> endpoints = new TreeSet<>();
        servlets.getServletRegistrations()
                .values()
                .forEach(servlet -> endpoints.add(line("servlet", servlet, servlet.getMappings())));
        for (Map.Entry<String, ? extends FilterRegistration> filter :
                servlets.getFilterRegistrations().entrySet()) {
            endpoints.add("filter " + filter.getKey());
        }
        context.getBeanProvider(SecurityFilterChain.class)
                .forEach(chain -> chain.getFilters()
                        .forEach(filter ->
                                endpoints.add("security " + filter.getClass().getSimpleName())));
        context.getBeanProvider(HandlerMapping.class).forEach(mapping -> endpoints.addAll(handlers(mapping)));
        context.getBeanProvider(RestfulServer.class).forEach(server -> endpoints.addAll(FhirEndpoints.of(server)));
        return endpoints;
    }

    private static String line(String kind, Registration registration, Collection<String> paths) {
        return kind + " " + registration.getName() + " " + String.join(",", new TreeSet<>(paths));
    }

    private static Set<String> handlers(HandlerMapping mapping) {
        Set<String> handlers = new TreeSet<>();
        if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
            methods.getHandlerMethods().keySet().forEach(info -> handlers.addAll(lines(info)));
        } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
            urls.getHandlerMap().keySet().forEach(url -> handlers.add("mvc * " + url));
            if (urls.getRootHandler() != null) {
                handlers.add("mvc * /");
            }
            if (urls.getDefaultHandler() != null) {
                handlers.add("mvc * **");
            }
        } else if (mapping instanceof RouterFunctionMapping router) {
            if (router.getRouterFunction() != null) {
                handlers.add("mvc router " + router.getRouterFunction());
            }
        } else {
            handlers.add("mvc mapping " + mapping.getClass().getName());
        }
        return handlers;
    }

    private static Set<String> lines(RequestMappingInfo info) {
        Set<String> lines = new TreeSet<>();
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        for (String pattern : info.getPatternValues()) {
            if (methods.isEmpty()) {
                lines.add("mvc * " + pattern);
            }
            methods.forEach(method -> lines.add("mvc " + method + " " + pattern));
        }
        return lines;
    }
}
