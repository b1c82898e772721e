package org.firewarden.server.endpoints;

import jakarta.servlet.ServletContext;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.smart.SmartSettings;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Checks the endpoints of the application at its start. */
@Configuration(proxyBeanMethods = false)
class EndpointsConfiguration {

    @Bean
    EndpointCheck endpointCheck(
            ApplicationContext context, ServletContext servlets, Environment environment, SmartSettings smart) {
        Set<String> marks = new HashSet<>();
        if (environment.acceptsProfiles(Profiles.of("demo"))) {
            marks.add("demo");
        }
        if (!smart.isEmbedded()) {
            marks.add("other");
        }
        return new EndpointCheck(context, servlets, DeclaredEndpoints.shipped(marks));
    }
}
