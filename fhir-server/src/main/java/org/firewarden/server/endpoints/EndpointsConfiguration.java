package org.firewarden.server.endpoints;

import jakarta.servlet.ServletContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Checks the endpoints of the application at its start. */
@Configuration(proxyBeanMethods = false)
class EndpointsConfiguration {

    @Bean
    EndpointCheck endpointCheck(ApplicationContext context, ServletContext servlets, Environment environment) {
        return new EndpointCheck(
                context, servlets, DeclaredEndpoints.shipped(environment.acceptsProfiles(Profiles.of("demo"))));
    }
}
