package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.UpstreamProvider;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;
import org.firewarden.smart.passkey.PasskeyForms;
import org.firewarden.smart.web.AppOrigins;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sign-in page. What it sends is judged by Spring Security's filter; a failure says nothing of whether the name exists. */
@RestController
public final class LoginController {

    private final AppOrigins apps;
    private final Optional<PasskeyForms> passkeys;
    private final Optional<UpstreamProvider> upstream;

    /** Signs in for these apps, too, with passkeys if there are any, or by way of a provider elsewhere. */
    public LoginController(AppOrigins apps, Optional<PasskeyForms> passkeys, Optional<UpstreamProvider> upstream) {
        this.apps = apps;
        this.passkeys = passkeys;
        this.upstream = upstream;
    }

    @GetMapping(Endpoints.LOGIN)
    ResponseEntity<String> show(HttpServletRequest request) {
        Html fields = new Html()
                .raw("<p><label for=\"username\">Name</label><input type=\"text\" id=\"username\" name=\"username\""
                        + " autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required></p>"
                        + "<p><label for=\"password\">Password</label><input type=\"password\" id=\"password\""
                        + " name=\"password\" autocomplete=\"current-password\" required></p>"
                        + "<button class=\"main\" type=\"submit\">Sign in</button>");
        Html body = new Html();
        if (request.getParameter("error") != null) {
            // The same words whatever was wrong, so that nobody learns which names there are.
            body.raw(
                    "<p class=\"alert\" role=\"alert\">Name and password do not fit, or there were too many tries. After"
                            + " several failures, wait a while before you try again.</p>");
        }
        if (request.getParameter("passkey-refused") != null) {
            body.raw("<p class=\"alert\" role=\"alert\">The passkey was not accepted.</p>");
        }
        if (request.getParameter("upstream-refused") != null) {
            // The same words whatever was wrong; what the provider said is not repeated.
            body.raw(
                    "<p class=\"alert\" role=\"alert\">You were not signed in there, or have no access here. Try again, or ask"
                            + " an administrator.</p>");
        }
        if (request.getParameter("signed-off") != null) {
            body.raw("<p class=\"note\" role=\"status\">You are signed off.</p>");
        }
        upstream.ifPresent(provider -> body.add(link(Endpoints.UPSTREAM, "Sign in with " + provider.name())));
        body.add(Page.form(request, Endpoints.LOGIN, fields));
        passkeys.ifPresent(forms -> body.add(forms.signIn(request)));
        Page page = Page.of("Sign in", body);
        return (passkeys.isPresent() ? page.withScript() : page)
                .leadingTo(apps.formActionDirective())
                .answer();
    }

    /** A link and not a form: a policy for forms need not know where the provider is. */
    static Html link(String address, String text) {
        return new Html()
                .raw("<p><a")
                .attribute("href", address)
                .raw(">")
                .text(text)
                .raw("</a></p>");
    }
}
