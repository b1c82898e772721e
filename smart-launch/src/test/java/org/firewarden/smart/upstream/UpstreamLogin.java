package org.firewarden.smart.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.firewarden.audit.AuditEntry;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.TestProvider;
import org.junit.jupiter.api.BeforeEach;

/** What tests of sign-ins at a provider have in common: the way there and back. */
abstract class UpstreamLogin extends AppLaunch {

    private static final String COOKIE = "firewarden-session";

    @BeforeEach
    void beginWithGoodTokens() {
        TestProvider.reset();
    }

    /** What the provider says of a member of staff. */
    static Map<String, Object> staff(String role, String practitioner) {
        return Map.of(
                "realm_access",
                Map.of("roles", List.of("offline_access", role)),
                "fhirUser",
                "Practitioner/" + practitioner);
    }

    /** A browser that is at the provider's door, on the way to this address. */
    static Browser leaving(String address) {
        return browser().open(address).goTo(Endpoints.UPSTREAM);
    }

    /** Where the provider sends a browser back to in which somebody has signed in there. */
    static String callback(Browser leaving, String user) {
        Browser there =
                new Browser(TestProvider.BASE).open(leaving.leavingFor()).signIn(user, TestProvider.PASSWORD);
        assertThat(there.leavingFor()).as(there.body()).startsWith(BASE + Endpoints.UPSTREAM_ANSWER + "?");
        return there.leavingFor();
    }

    /** A browser in which somebody has signed in there on the way to this address. */
    static Browser signedIn(String user, String address) {
        Browser browser = leaving(address);
        return browser.open(callback(browser, user));
    }

    /** The tokens of demo-app, which is let in with everything it asks for. */
    JsonNode tokensOf(String user, String scope) {
        Browser browser = signedIn(user, authorize(request("demo-app", scope)));
        return redeem("demo-app", codeOf(browser.submit(Map.of("action", "allow"))))
                .json();
    }

    static JWTClaimsSet claims(JsonNode tokens, String name) throws ParseException {
        return SignedJWT.parse(text(tokens, name)).getJWTClaimsSet();
    }

    /** The name here of somebody there. */
    static String nameOf(String user) {
        return String.valueOf(TestDatabase.jdbc()
                .queryForObject(
                        "SELECT person FROM firewarden.smart_upstream_account WHERE subject = ?", String.class, user));
    }

    static String session(Browser browser) {
        return browser.cookie(COOKIE);
    }

    static void assertRefused(Browser browser) {
        assertThat(browser.address()).isEqualTo(BASE + Endpoints.LOGIN + "?upstream-refused");
        assertThat(browser.body()).contains("role=\"alert\"");
        assertThat(browser.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
    }

    AuditEntry last(String step) {
        List<AuditEntry> all = events(step);
        return all.get(all.size() - 1);
    }
}
