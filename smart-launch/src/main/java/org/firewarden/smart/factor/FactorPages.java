package org.firewarden.smart.factor;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;

/** The pages about second factors. Each works with a keyboard and without script. */
public final class FactorPages {

    private static final String FIELD =
            "<input type=\"text\" id=\"code\" name=\"code\" autocomplete=\"one-time-code\" autocapitalize=\"none\""
                    + " spellcheck=\"false\" maxlength=\"40\" required></p>";

    private FactorPages() {}

    /**
     * Asks for a code or a passkey.
     *
     * @param hasApp whether there is an authenticator app to ask for a code of
     * @param others the form with which a passkey is shown, and further ways
     * @param isRefused true if what was sent before was no good
     */
    public static Page ask(HttpServletRequest request, boolean hasApp, Html others, boolean isRefused) {
        Html body = new Html();
        if (!hasApp) {
            if (isRefused) {
                body.raw("<p class=\"alert\" role=\"alert\">The passkey was not accepted.</p>");
            }
            body.raw(
                            "<p>Show your passkey. If it is lost, an administrator lets you set up another one; without script, this"
                                    + " page cannot ask for it.</p>")
                    .add(others);
            return Page.of("Your second factor", body.add(Page.signOff(request)));
        }
        if (isRefused) {
            // The same words for a wrong code, a used one and one that came too soon.
            body.raw("<p class=\"alert\" role=\"alert\">This code is not good, was used before, or came after too many"
                    + " tries. Wait for the next one.</p>");
        }
        body.add(Page.form(
                request,
                Endpoints.SECOND_FACTOR,
                new Html()
                        .raw("<p><label for=\"code\">Code of your authenticator app, or a recovery code</label>"
                                + FIELD)
                        .add(button("verify", "Go on", true))));
        body.add(others);
        return Page.of("Your second factor", body.add(Page.signOff(request)));
    }

    /**
     * Offers to set one up.
     *
     * @param others further ways to show more than a password
     */
    public static Page offer(HttpServletRequest request, Html others) {
        Html body = new Html()
                .raw(
                        "<p>What you are about to do needs more than a password: a code of an authenticator app, on your phone"
                                + " or in your password manager. You have none yet.</p>")
                .add(Page.form(request, Endpoints.SECOND_FACTOR, button("begin", "Set up an authenticator app", true)));
        return Page.of("Your second factor", body.add(others).add(Page.signOff(request)));
    }

    /** Shows the secret and asks for a first code. */
    public static Page setUp(HttpServletRequest request, SharedSecret secret, boolean isRefused) {
        Html body = new Html();
        if (isRefused) {
            body.raw("<p class=\"alert\" role=\"alert\">This code is not good. Look whether the clock of your device is"
                    + " right, and type the code that is shown now.</p>");
        }
        body.raw("<p>Read this with an authenticator app, or type the key into one (time-based, six digits).</p>")
                .add(QrCode.of(secret.address()))
                .raw("<p>Key: <code>")
                .text(secret.text())
                .raw("</code></p>")
                .add(Page.form(
                        request,
                        Endpoints.SECOND_FACTOR,
                        new Html()
                                .raw("<p><label for=\"code\">The code that the app shows</label>" + FIELD)
                                .add(button("confirm", "Confirm", true))));
        return Page.of("Set up your authenticator app", body);
    }

    /**
     * Shows recovery codes, once.
     *
     * @param next where the page leads
     */
    public static Page recoveryCodes(List<String> codes, String next) {
        Html body = new Html()
                .raw(
                        "<p>Keep these where you will find them without your phone. Each replaces a code of the app once. They are"
                                + " not shown again.</p><ul>");
        codes.forEach(code -> body.raw("<li><code>").text(code).raw("</code></li>"));
        body.raw("</ul><p><a").attribute("href", next).raw(">Go on</a></p>");
        return Page.of("Your recovery codes", body);
    }

    /** A button that sends an action. */
    static Html button(String action, String label, boolean isMain) {
        return new Html()
                .raw(isMain ? "<button class=\"main\" type=\"submit\"" : "<button type=\"submit\"")
                .attribute("name", "action")
                .attribute("value", action)
                .raw(">")
                .text(label)
                .raw("</button>");
    }
}
