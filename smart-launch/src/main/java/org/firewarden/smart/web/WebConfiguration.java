package org.firewarden.smart.web;

import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.client.Clients;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.cors.CorsConfigurationSource;

/** The parts that all filter chains share. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration {

    @Bean
    ProblemResponses problemResponses() {
        return new ProblemResponses();
    }

    @Bean
    AppOrigins appOrigins(SmartSettings settings, Clients clients) {
        return new AppOrigins(settings.appOrigins(), clients);
    }

    /**
     * Spring Security finds it by this name only. Spring's own source would match paths relative to the servlet, which is
     * another one for FHIR.
     */
    @Bean
    CorsConfigurationSource corsConfigurationSource(AppOrigins origins, ObjectProvider<CorsRule> rules) {
        CorsConfigurationSource own = origins.toCorsConfiguration(
                Paths.any(
                        Endpoints.SMART_CONFIGURATION,
                        Endpoints.FHIR + "/metadata",
                        Endpoints.OPENID_CONFIGURATION,
                        Endpoints.JWKS,
                        Endpoints.BRANDS),
                Paths.any(Endpoints.TOKEN, Endpoints.REVOKE, Endpoints.FHIR + "/**"));
        return CorsRule.before(own, rules.orderedStream().toList());
    }

    /**
     * Refuses paths that two readers could read differently (semicolons, encoded slashes, doubled slashes, control
     * characters). FHIR's own characters, {@code $}, {@code |}, {@code :} and {@code %7C}, are fine as they are; the names of
     * parameters are left to the FHIR server, which knows them.
     */
    @Bean
    HttpFirewall httpFirewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterNames(name -> true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler(ProblemResponses problems) {
        return (request, response, refusal) -> problems.malformed(request, response);
    }
}
