package org.firewarden.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LedgerFilterTest {

    private final List<AuditEntry> events = new ArrayList<>();
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/fhir/Patient/1");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private MockHttpServletResponse answer(AuditTrail trail, FilterChain chain) throws Exception {
        new LedgerFilter(trail, Clock.systemUTC()).doFilter(request, response, chain);
        return response;
    }

    private static void write(jakarta.servlet.ServletResponse to, int status, String body) throws java.io.IOException {
        ((HttpServletResponse) to).setStatus(status);
        to.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachAnswerHasOneEventWithItsStatusBeforeItsFirstByte() throws Exception {
        answer(
                entry -> {
                    assertThat(response.getContentAsByteArray()).isEmpty();
                    events.add(entry);
                },
                (in, out) -> {
                    write(out, 404, "a");
                    write(out, 404, "b");
                });

        assertThat(response.getContentAsString()).isEqualTo("ab");
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.httpStatus()).isEqualTo(404));
    }

    @Test
    void useOfTheAuthorizationServerIsOfItsKindWhoeverRefusedIt() throws Exception {
        for (String[] use : new String[][] {
            {"POST", "/oauth2/token", "token-issue"},
            {"POST", "/oauth2/introspect", "token-introspection"},
            {"POST", "/oauth2/revoke", "token-revocation"},
            {"GET", "/oauth2/authorize", "authorization"},
            {"POST", "/login", "sign-in"},
            {"GET", "/login", "http"},
        }) {
            events.clear();
            new LedgerFilter(events::add, Clock.systemUTC())
                    .doFilter(
                            new MockHttpServletRequest(use[0], use[1]),
                            new MockHttpServletResponse(),
                            (in, out) -> write(out, 401, "no"));
            assertThat(events)
                    .singleElement()
                    .satisfies(event -> assertThat(event.interaction()).isEqualTo(use[2]));
        }
        MockHttpServletRequest refresh = new MockHttpServletRequest("POST", "/oauth2/token");
        refresh.setParameter("grant_type", "refresh_token");
        events.clear();
        new LedgerFilter(events::add, Clock.systemUTC())
                .doFilter(refresh, new MockHttpServletResponse(), (in, out) -> write(out, 200, "yes"));
        assertThat(events.get(0).interaction()).isEqualTo("token-refresh");
    }

    @Test
    void whatSomebodyStatedStays() throws Exception {
        new LedgerFilter(events::add, Clock.systemUTC())
                .doFilter(new MockHttpServletRequest("POST", "/login"), new MockHttpServletResponse(), (in, out) -> {
                    ((AuditDraft) in.getAttribute(AuditDraft.REQUEST_ATTRIBUTE)).kind(AuditKind.STEP_UP);
                    write(out, 200, "yes");
                });

        assertThat(events.get(0).interaction()).isEqualTo("step-up");
    }

    @Test
    void anAnswerWithoutABodyHasAnEventToo() throws Exception {
        answer(events::add, (in, out) -> ((HttpServletResponse) out).setStatus(204));

        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.httpStatus()).isEqualTo(204));
    }

    @Test
    void aWriterIsHeldBackLikeAStream() throws Exception {
        answer(
                entry -> {
                    throw new AuditUnavailableException(new IllegalStateException());
                },
                (in, out) -> {
                    out.getWriter().write("Canary");
                    out.getWriter().flush();
                });

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString()).doesNotContain("Canary").contains("audit-unavailable");
    }

    @Test
    void aWriterThatNobodyFlushesStillGetsItsBytesOut() throws Exception {
        answer(events::add, (in, out) -> out.getWriter().write("a page"));

        assertThat(response.getContentAsString()).isEqualTo("a page");
        assertThat(events).hasSize(1);
    }

    @Test
    void refusedHealthHasAnEvent() throws Exception {
        request.setMethod("POST");
        request.setRequestURI("/actuator/health");
        answer(events::add, (in, out) -> write(out, 401, "x"));

        assertThat(events).hasSize(1);
    }

    @Test
    void withoutALedgerNothingIsAnswered() throws Exception {
        answer(
                entry -> {
                    throw new AuditUnavailableException(new IllegalStateException());
                },
                (in, out) -> write(out, 200, "Canary"));

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString()).doesNotContain("Canary").contains("audit-unavailable");
    }

    @Test
    void aCatchInTheMiddleCannotLetBytesOut() throws Exception {
        answer(
                entry -> {
                    throw new AuditUnavailableException(new IllegalStateException());
                },
                (in, out) -> {
                    for (int i = 0; i < 2; i++) {
                        try {
                            write(out, 200, "Canary");
                        } catch (AuditUnavailableException e) {
                            // As a careless handler would.
                        }
                    }
                });

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString()).doesNotContain("Canary");
    }

    @Test
    void aFailureHasAnEventWithStatus500() {
        assertThatThrownBy(() -> answer(events::add, (in, out) -> {
                    throw new ServletException("x");
                }))
                .isInstanceOf(ServletException.class);

        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.httpStatus()).isEqualTo(500));
    }

    @Test
    void anAcceptableCorrelationIdIsTakenOverAndEchoed() throws Exception {
        request.addHeader("X-Request-Id", "abc-123");
        answer(events::add, (in, out) -> write(out, 200, "x"));

        assertThat(response.getHeader("X-Request-Id")).isEqualTo("abc-123");
        assertThat(events.get(0).correlationId()).isEqualTo("abc-123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x\r\nSet-Cookie: y", "\u001b[31m", "", "Zürich"})
    void anotherCorrelationIdIsReplaced(String sent) throws Exception {
        request.addHeader("X-Request-Id", sent);
        answer(events::add, (in, out) -> write(out, 200, "x"));

        assertThat(events.get(0).correlationId()).isNotEqualTo(sent).matches("[0-9a-f-]{36}");
    }

    @Test
    void healthLeavesNoEvent() throws Exception {
        request.setRequestURI("/actuator/health/liveness");
        answer(events::add, (in, out) -> write(out, 200, "x"));

        assertThat(events).isEmpty();
    }
}
