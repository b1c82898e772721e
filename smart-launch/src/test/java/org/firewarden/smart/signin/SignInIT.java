package org.firewarden.smart.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.audit.AuditEntry;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestDatabase;
import org.junit.jupiter.api.Test;

/** The sign-in page: too many tries, names that do not exist, signing off. */
class SignInIT extends AppLaunch {

    private static final String PASSWORD = "firewarden-demo";

    @Test
    void afterTooManyTriesTheRightPasswordHasToWaitAndNobodyLearnsWhichNamesThereAre() {
        String unknown = "u-" + UUID.randomUUID();
        Browser known = failed("quinn");
        Browser nobody = failed(unknown);

        known.signIn("quinn", PASSWORD);
        nobody.signIn(unknown, PASSWORD);

        assertThat(known.address()).isEqualTo(nobody.address()).endsWith("/login?error");
        assertThat(withoutToken(known)).isEqualTo(withoutToken(nobody)).contains("role=\"alert\"");
        List<AuditEntry> events = events("sign-in");
        assertThat(events)
                .anySatisfy(event -> {
                    assertThat(event.subject()).isEqualTo("quinn");
                    assertThat(event.details()).containsEntry("error", "held-up");
                })
                .noneMatch(event -> String.valueOf(event).contains(unknown));
        TestDatabase.jdbc()
                .update("UPDATE firewarden.smart_sign_in_try SET held_until = latest WHERE held_until > latest");

        assertThat(known.signIn("quinn", PASSWORD).address()).endsWith(Endpoints.APPS);
    }

    @Test
    void whoSignsOffIsSignedOffAndTheSessionIsNoGoodAnyMore() {
        Browser browser = browser().open(BASE + Endpoints.APPS).signIn("rita", PASSWORD);
        String session = browser.cookie("firewarden-session");
        browser.post(BASE + Endpoints.LOGOUT, Map.of());
        assertThat(browser.status()).as("forged").isEqualTo(403);
        browser.open(BASE + Endpoints.APPS);
        assertThat(browser.body()).contains("Your apps");

        browser.submit(Map.of());

        assertThat(browser.body()).contains("You are signed off.");
        Browser thief = browser();
        thief.setCookie("firewarden-session", session);
        assertThat(thief.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        assertThat(events("sign-out")).anySatisfy(event -> {
            assertThat(event.subject()).isEqualTo("rita");
            assertThat(event.details()).containsEntry("reason", "user");
        });
    }

    private static Browser failed(String name) {
        Browser browser = browser();
        for (int i = 0; i < 5; i++) {
            browser.open(BASE + Endpoints.LOGIN).signIn(name, "not the password " + i);
            assertThat(browser.address()).endsWith("/login?error");
        }
        return browser;
    }

    private static String withoutToken(Browser browser) {
        return browser.body()
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "")
                .replaceAll("data-challenge=\"[^\"]*\"", "");
    }
}
