package org.firewarden.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** Firewarden's own pages. They are found by what a person reads, never by how they are made. */
final class EmbeddedLogin implements Login {

    static final String PASSWORD = "firewarden-demo";

    private final String base;

    EmbeddedLogin(String base) {
        this.base = base;
    }

    @Override
    public void signIn(Page page, String user) {
        page.getByLabel("Name").fill(user);
        page.getByLabel("Password").fill(PASSWORD);
        press(page, "Sign in");
    }

    /** Whoever is signed in stays so. */
    @Override
    public void signInAgain(Page page, String user) {}

    /** With the keyboard alone. */
    @Override
    public void choosePatient(Page page, String family, String id) {
        page.getByLabel("Name begins with").focus();
        page.keyboard().type(family);
        page.keyboard().press("Enter");
        Locator choice = page.locator("input[value='" + id + "']");
        choice.focus();
        page.keyboard().press("Space");
        page.keyboard().press("Enter");
    }

    @Override
    public void allow(Page page) {
        press(page, "Allow what is ticked");
    }

    @Override
    public void deny(Page page) {
        press(page, "Do not allow");
    }

    @Override
    public void endAccess(Page page, String app) {
        page.navigate(base + "/smart/apps");
        press(page, "End the access of " + app);
    }

    private static void press(Page page, String label) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }
}
