package org.firewarden.server.demo;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.cds.demo.DemoEhr;
import org.firewarden.cds.settings.CdsClientSettings;
import org.firewarden.server.demo.population.Population;
import org.firewarden.server.demo.population.PopulationIndex;
import org.firewarden.server.settings.ServerSettings;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.demo.DemoSettings;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** What profile {@code demo} adds to the server. Refuses an address that others can reach. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoServerConfiguration {

    DemoServerConfiguration(Environment environment) throws IOException {
        String address = environment.getProperty("server.address", "");
        if (address.isEmpty() || !InetAddress.getByName(address).isLoopbackAddress()) {
            throw new IllegalStateException(
                    "the demo listens on a loopback address only; server.address is " + address);
        }
    }

    @Bean
    DemoSettings demoSettings() {
        return new DemoSettings(PopulationIndex.shipped().special().pat());
    }

    @Bean
    DemoEhr demoEhr(ServerSettings settings, SecureRandom random, Clock clock) throws IOException {
        return DemoEhr.at(settings.dataDirectory().resolve("demo-ehr.jwk"), random, clock);
    }

    @Bean
    DemoModelSubmitter demoModelSubmitter(ServerSettings settings, SecureRandom random) throws IOException {
        return DemoModelSubmitter.at(settings.dataDirectory().resolve("demo-max-signing.key"), random);
    }

    @Bean
    CdsClientSettings demoEhrClient(DemoEhr ehr) {
        return ehr.settings();
    }

    /** The same EHR prepares launches of apps. */
    @Bean
    ClientRegistration demoEhrLaunchClient(DemoEhr ehr) throws ParseException {
        return ClientRegistration.ehr(DemoEhr.ISSUER, "Demo EHR", JWKSet.parse(ehr.publicJwks()));
    }

    @Bean
    DemoEhrTokenController demoEhrTokenController(DemoEhr ehr, ServerSettings settings) {
        return new DemoEhrTokenController(ehr, settings);
    }

    @Bean
    @Order(1_000)
    SecurityFilterChain demoEhrTokenChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(
                        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, DemoEhrTokenController.PATH))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /** Runs after the start and before the server reports itself ready. */
    @Bean
    ApplicationRunner demoStart(
            FhirContext fhir,
            IFhirSystemDao<Bundle, Meta> system,
            AuditTrail trail,
            Clock clock,
            ServerSettings settings,
            Environment environment) {
        return arguments -> {
            String directory = environment.getProperty("firewarden.demo.population", "");
            Population population = directory.isEmpty()
                    ? Population.shipped()
                    : Population.in(Path.of(directory)).withShippedPractices();
            new DemoLoad(fhir, system, trail, clock, settings.dataDirectory())
                    .loadOnce(population, directory.isEmpty() ? "shipped" : directory, System.out);
            DemoGreeting.print(
                    settings.publicBaseUrl().toString(),
                    PopulationIndex.shipped().special().prevent(),
                    System.out);
        };
    }
}
