package org.firewarden.smart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Role;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.record.LaunchChoices;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.demo.DemoSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;

/** The smallest application around this module: a servlet where FHIR would be, which answers with the caller it was given. */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@Import(SmartConfiguration.class)
class SmartTestApplication {

    @Bean
    Path dataDirectory() {
        try {
            return Files.createTempDirectory("smart-launch-it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    KeyRing keyRing(Path dataDirectory, Clock clock) {
        return KeyRing.open(KeyRingSettings.createdIn(dataDirectory), new SecureRandom(), clock);
    }

    @Bean
    SmartSettings smartSettings(@Value("${server.port}") int port, Path dataDirectory) {
        SmartSettings usual = SmartSettings.embedded(URI.create("http://localhost:" + port), dataDirectory);
        EmbeddedSettings embedded = EmbeddedSettings.DEFAULT;
        return new SmartSettings(
                usual.publicBaseUrl(),
                null,
                dataDirectory,
                usual.accessTokenLifetime(),
                Set.of(),
                new EmbeddedSettings(
                        embedded.renewal(),
                        embedded.signingKeyRotation(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        embedded.signIn(),
                        TestProvider.settings(dataDirectory)));
    }

    @Bean
    DemoSettings demoSettings() {
        return new DemoSettings("pat-1");
    }

    @Bean
    JdbcTemplate jdbcTemplate() {
        return TestDatabase.jdbc();
    }

    @Bean
    TestClients.Published outboundCalls() {
        return new TestClients.Published();
    }

    /** Beans made in a loop, as an application with a list of its own would. */
    @Bean
    static BeanDefinitionRegistryPostProcessor testClients() {
        return registry -> TestClients.all()
                .forEach(client -> registry.registerBeanDefinition(
                        client.clientId(),
                        BeanDefinitionBuilder.genericBeanDefinition(ClientRegistration.class, () -> client)
                                .getBeanDefinition()));
    }

    /** Two patients whom clinicians may see, with encounters; nobody else. */
    @Bean
    LaunchChoices launchChoices() {
        return new TestChoices();
    }

    /** Keeps what the ledger would be told, for tests to look at. */
    @Bean
    FilterRegistrationBean<RecordingFilter> recordingFilter(RecordingFilter.Notes notes) {
        FilterRegistrationBean<RecordingFilter> filter = new FilterRegistrationBean<>(new RecordingFilter(notes));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    RecordingFilter.Notes recordedNotes() {
        return new RecordingFilter.Notes();
    }

    @Bean
    ServletRegistrationBean<HttpServlet> echo() {
        return new ServletRegistrationBean<>(
                new CallerEcho(), "/fhir/*", "/cds-services", "/models/card", "/actuator/prometheus", "/actuator/env");
    }

    private static final class CallerEcho extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("path", request.getRequestURI());
            if (request.getAttribute(Caller.REQUEST_ATTRIBUTE) instanceof Caller caller) {
                body.put("subject", caller.subject());
                body.put("client", caller.clientId());
                body.put("scopes", caller.scopes().toString());
                body.put("purpose", caller.purpose().code());
                body.put("fhirUser", caller.fhirUser());
                body.put("patient", caller.patientId());
                body.put("acr", caller.acr());
                body.put("tokenId", caller.tokenId());
                caller.roles().stream().map(Role::code).sorted().forEach(body.withArray("roles")::add);
            }
            response.setContentType("application/fhir+json");
            response.getWriter().write(body.toString());
        }
    }
}
