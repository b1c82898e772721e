package org.firewarden.cds.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.SmartScopes;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.IncomingCall;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.problem.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets an EHR in, or answers 401 with a {@code WWW-Authenticate} challenge (RFC 6750, Section 3), and states either in the
 * audit draft. An EHR that is let in may not read anything yet: its scopes come from the service that it calls.
 */
@Component
public final class EhrSignIn {

    private static final String SCHEME = "Bearer ";

    private final EhrAuthentication authentication;
    private final ClientQuota quota;

    EhrSignIn(EhrAuthentication authentication, ClientQuota quota) {
        this.authentication = authentication;
        this.quota = quota;
    }

    /** The EHR that calls this URL, or 401; 429 if it calls too often (RFC 6585, Section 4). */
    public Checked<EhrToken> signIn(IncomingCall call, CalledUrl called) {
        Optional<String> token = call.authorization()
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).trim());
        if (token.isEmpty()) {
            return refused(call, JwtRefusal.MISSING, "Bearer");
        }
        EhrAuthentication.Verdict verdict = authentication.verify(token.get(), called);
        if (verdict instanceof EhrAuthentication.Verdict.Genuine genuine) {
            call.identify(genuine.token().toCaller(SmartScopes.NONE, null));
            return quota.take(genuine.token().issuer())
                    .map(wait -> tooOften(call, wait))
                    .orElseGet(() -> Checked.valid(genuine.token()));
        }
        JwtRefusal reason = ((EhrAuthentication.Verdict.Refused) verdict).reason();
        return refused(call, reason, "Bearer error=\"invalid_token\"");
    }

    private static Checked<EhrToken> tooOften(IncomingCall call, Duration wait) {
        call.draft().detail("no-card", "over-quota");
        Problem problem = new Problem("throttled", "too-many-calls", "This CDS client calls more often than it may.");
        String seconds = String.valueOf(wait.toSeconds() + 1);
        return Checked.refused(
                new Refusal(HttpStatus.TOO_MANY_REQUESTS, List.of(problem), Map.of(HttpHeaders.RETRY_AFTER, seconds)));
    }

    private static Checked<EhrToken> refused(IncomingCall call, JwtRefusal reason, String challenge) {
        call.draft().denied(new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null));
        call.draft().detail("jwt", reason.code());
        Problem problem = Problem.unauthenticated(reason.text());
        return Checked.refused(new Refusal(
                HttpStatus.UNAUTHORIZED, List.of(problem), Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge)));
    }
}
