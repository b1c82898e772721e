package org.firewarden.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Launches with the authorization server that is built in, and its own ways to sign in. */
class EmbeddedLaunchIT extends LaunchContract {

    private static final EmbeddedSurroundings SURROUNDINGS = new EmbeddedSurroundings();

    @Override
    Surroundings surroundings() {
        return SURROUNDINGS;
    }

    /** WebAuthn, with the virtual device of Chromium's own protocol; all by keyboard. */
    @Test
    void aPasskeySignsSomebodyInWithoutAPassword() {
        String base = SURROUNDINGS.base();
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = Chromium.open()) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.text().contains("Content Security Policy")) {
                    complaints.add(message.text());
                }
            });
            addDevice(context.newCDPSession(page));
            page.navigate(base + "/smart/account");
            SURROUNDINGS.login().signIn(page, "quinn");
            page.getByLabel("What you call it").fill("My phone");
            press(page, "Add a passkey");
            assertThat(page.getByText("My phone, added")).isVisible();
            press(page, "Sign off");
            assertThat(page.getByText("You are signed off.")).isVisible();

            page.navigate(base + "/smart/apps");
            press(page, "Use a passkey");

            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your apps")))
                    .isVisible();
            page.navigate(base + "/smart/account");
            assertThat(page.getByText("last used")).isVisible();
        }
        assertThat(complaints).isEmpty();
    }

    private static void addDevice(CDPSession session) {
        session.send("WebAuthn.enable");
        JsonObject device = new JsonObject();
        device.addProperty("protocol", "ctap2");
        device.addProperty("transport", "internal");
        device.addProperty("hasResidentKey", true);
        device.addProperty("hasUserVerification", true);
        device.addProperty("isUserVerified", true);
        device.addProperty("automaticPresenceSimulation", true);
        JsonObject options = new JsonObject();
        options.add("options", device);
        session.send("WebAuthn.addVirtualAuthenticator", options);
    }

    private static void press(Page page, String label) {
        Locator button = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true));
        button.focus();
        page.keyboard().press("Enter");
    }
}
