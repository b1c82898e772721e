package org.firewarden.smart.resource;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;

class CallerFilterTest {

    private static final Caller ALICE = new Caller(
            "alice",
            "demo-app",
            Set.of(Role.CLINICIAN),
            SmartScopes.NONE,
            PurposeOfUse.TREAT,
            "Practitioner/alice",
            null,
            null,
            null,
            null);

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theAuditDraftLearnsWhoAsks() throws ServletException, IOException {
        AuditDraft draft = new AuditDraft("id-1", "127.0.0.1");
        request.setAttribute(AuditDraft.REQUEST_ATTRIBUTE, draft);
        Jwt token =
                Jwt.withTokenValue("t").header("alg", "RS256").subject("alice").build();
        SecurityContextHolder.getContext().setAuthentication(new CallerAuthentication(token, ALICE));

        new CallerFilter().doFilter(request, new MockHttpServletResponse(), new MockFilterChain());

        assertThat(request.getAttribute(Caller.REQUEST_ATTRIBUTE)).isEqualTo(ALICE);
        assertThat(draft.toEntry(Instant.EPOCH, 200).toString()).contains("alice", "demo-app", "TREAT");
    }

    @Test
    void withoutATokenThereIsNoCaller() throws ServletException, IOException {
        new CallerFilter().doFilter(request, new MockHttpServletResponse(), new MockFilterChain());

        assertThat(request.getAttribute(Caller.REQUEST_ATTRIBUTE)).isNull();
    }
}
