package org.firewarden.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.function.Consumer;

/** The pages of Keycloak, and the patient picker that our provider adds to them. */
final class KeycloakLogin implements Login {

    private final String password;
    private final Consumer<String> endAccess;

    /**
     * With the password of everybody.
     *
     * @param endAccess ends what alice has let an app do
     */
    KeycloakLogin(String password, Consumer<String> endAccess) {
        this.password = password;
        this.endAccess = endAccess;
    }

    @Override
    public void signIn(Page page, String user) {
        page.locator("#username").fill(user);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
    }

    /** Keycloak ends a sign-in whose only app has asked for offline access. */
    @Override
    public void signInAgain(Page page, String user) {
        signIn(page, user);
    }

    @Override
    public void choosePatient(Page page, String family, String id) {
        page.getByLabel("Name begins with").fill(family);
        press(page, "Search");
        page.locator("input[value='" + id + "']").check();
        press(page, "Open this patient");
    }

    /** Keycloak asks once for each app and remembers the answer. */
    @Override
    public void allow(Page page) {
        Locator yes = page.locator("[name=accept]");
        yes.or(page.locator("#status")).first().waitFor();
        if (yes.isVisible()) {
            yes.click();
        }
    }

    @Override
    public void deny(Page page) {
        page.locator("[name=cancel]").click();
    }

    @Override
    public void endAccess(Page page, String app) {
        endAccess.accept(app);
    }

    private static void press(Page page, String label) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }
}
