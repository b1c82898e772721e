package org.firewarden.smart;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.demo.DemoSettings;
import org.firewarden.smart.signin.UpstreamController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** What is there outside of the demo, and with an external issuer. */
class SmartConfigurationTest {

    private static final URI BASE = URI.create("http://127.0.0.1:8080");

    @TempDir
    Path folder;

    @Test
    void outsideOfTheDemoNobodyGetsADemoTokenAndNoClientIsKnown() {
        withDatabase(SmartSettings.embedded(BASE, folder)).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(send(context, "POST", "/demo/token").getStatus()).isEqualTo(401);
            MockHttpServletResponse token = send(context, "POST", Endpoints.TOKEN);
            assertThat(token.getStatus()).isEqualTo(401);
            assertThat(token.getContentAsString()).contains("invalid_client");
        });
    }

    @Test
    void withoutAProviderElsewhereThereIsNoWayToOne() {
        withDatabase(SmartSettings.embedded(BASE, folder)).run(context -> {
            MockMvc mvc = MockMvcBuilders.standaloneSetup(context.getBean(UpstreamController.class))
                    .build();
            for (String path : Set.of(Endpoints.UPSTREAM, Endpoints.UPSTREAM_ANSWER + "?code=x&state=x")) {
                MockHttpServletResponse response = mvc.perform(MockMvcRequestBuilders.get(path))
                        .andReturn()
                        .getResponse();
                assertThat(response.getStatus()).isEqualTo(404);
                assertThat(response.getContentAsString()).isEmpty();
            }
        });
    }

    @Test
    void withAnExternalIssuerTheEmbeddedServerIsOff() {
        URI issuer = URI.create("https://id.example.org");
        SmartSettings settings = new SmartSettings(
                BASE, ExternalIssuer.of(issuer, issuer.resolve("/jwks")), folder, Duration.ofMinutes(5), Set.of());
        external(settings).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).doesNotHaveBean(Approvals.class);
            for (String path : Set.of(
                    Endpoints.TOKEN,
                    Endpoints.AUTHORIZE,
                    Endpoints.LOGIN,
                    Endpoints.JWKS,
                    Endpoints.LAUNCH,
                    Endpoints.APPS)) {
                MockHttpServletResponse response = send(context, "GET", path);
                assertThat(response.getStatus()).isEqualTo(401);
                assertThat(response.getContentAsString()).contains("OperationOutcome");
            }
        });
    }

    @Test
    void settingsThatDisagreeDoNotStart() {
        URI issuer = URI.create("https://id.example.org");
        runner(new SmartSettings(
                        BASE,
                        ExternalIssuer.of(issuer, issuer.resolve("/jwks")),
                        folder,
                        Duration.ofMinutes(5),
                        Set.of()))
                .run(context -> assertThat(context).hasFailed());
        external(SmartSettings.embedded(BASE, folder))
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void theDemoProfileDoesNotStartOnAnAddressThatOthersReach() {
        withDatabase(SmartSettings.embedded(URI.create("https://fhir.example.org"), folder))
                .withBean(DemoSettings.class, () -> new DemoSettings("pat-1"))
                .withInitializer(context -> context.getEnvironment().addActiveProfile("demo"))
                .run(context -> assertThat(context).hasFailed());
    }

    private WebApplicationContextRunner withDatabase(SmartSettings settings) {
        return runner(settings).withBean(JdbcTemplate.class, TestDatabase::jdbc);
    }

    private WebApplicationContextRunner external(SmartSettings settings) {
        return withDatabase(settings).withPropertyValues("firewarden.smart.external.issuer=https://id.example.org");
    }

    private WebApplicationContextRunner runner(SmartSettings settings) {
        Clock clock = Clock.systemUTC();
        return new WebApplicationContextRunner()
                .withUserConfiguration(SmartConfiguration.class)
                .withBean(SmartSettings.class, () -> settings)
                .withBean(OutboundCalls.class, () -> (address, largest) -> {
                    throw new IOException("nothing is fetched here");
                })
                .withBean(Clock.class, () -> clock)
                .withBean(
                        KeyRing.class,
                        () -> KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), clock));
    }

    private static MockHttpServletResponse send(ApplicationContext context, String method, String path)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        MockHttpServletResponse response = new MockHttpServletResponse();
        context.getBean(FilterChainProxy.class).doFilter(request, response, new MockFilterChain());
        assertThat(request.getAttribute(Caller.REQUEST_ATTRIBUTE)).isNull();
        return response;
    }
}
