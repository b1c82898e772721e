package org.firewarden.smart.session;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.ExpiredRows;
import org.firewarden.smart.approval.SecretValues;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * Sessions of the embedded authorization server: Spring Session's filter over our own store, because the library's would keep ids in
 * the clear.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
@EnableSpringHttpSession
public class SessionConfiguration {

    @Bean
    StoredSessions storedSessions(
            JdbcTemplate jdbc,
            KeyRing keys,
            SecretValues secrets,
            SmartSettings settings,
            ObjectProvider<AuditTrail> trail,
            Clock clock) {
        return new StoredSessions(
                jdbc,
                keys,
                secrets,
                settings.embedded().signIn(),
                (person, why) -> trail.ifAvailable(ledger -> ledger.append(signedOff(person, why, clock))),
                clock);
    }

    @Bean
    ExpiredRows expiredSessions(StoredSessions sessions) {
        return sessions::sweep;
    }

    /** Sent back to this host only, over TLS unless this is a loopback address, and to no script (RFC 6265bis, section 4.1.3.2). */
    @Bean
    CookieSerializer sessionCookie(SmartSettings settings) {
        boolean isSecure = settings.publicBaseUrl().getScheme().equals("https");
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(isSecure ? "__Host-firewarden" : "firewarden-session");
        cookie.setCookiePath("/");
        cookie.setUseSecureCookie(isSecure);
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        cookie.setUseBase64Encoding(false);
        return cookie;
    }

    private static AuditEntry signedOff(String person, String why, Clock clock) {
        return new AuditEntry(
                UUID.randomUUID().toString(),
                clock.instant(),
                AuditKind.SIGN_OUT.action(),
                AuditKind.SIGN_OUT.code(),
                AuditOutcome.SUCCESS,
                200,
                person,
                null,
                null,
                null,
                "localhost",
                Set.of(),
                Set.of(),
                List.of(),
                null,
                null,
                Map.of("reason", why));
    }
}
