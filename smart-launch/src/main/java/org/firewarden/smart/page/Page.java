package org.firewarden.smart.page;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.firewarden.smart.Endpoints;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * A page in the one frame of all pages: a language, a heading, a landmark, room for small screens (WCAG 2.2: 1.3.1, 1.4.10, 2.4.2,
 * 3.1.1). Nothing is loaded but the stylesheet, and the script of passkeys where there are any; nobody may frame it; it is not stored.
 */
public final class Page {

    /** Where the stylesheet is. */
    public static final String STYLESHEET = "/smart/pages.css";

    /** Where the script of passkeys is. */
    public static final String SCRIPT = "/smart/passkey.js";

    private final String title;
    private final Html body;
    private HttpStatus status = HttpStatus.OK;
    private String formAction = "form-action 'self'";
    private boolean hasScript;

    private Page(String title, Html body) {
        this.title = title;
        this.body = body;
    }

    /** A page with this title, which is its heading too. */
    public static Page of(String title, Html body) {
        return new Page(title, body);
    }

    /** With another status than 200. */
    public Page status(HttpStatus other) {
        status = other;
        return this;
    }

    /**
     * Whose forms may lead there too: browsers hold each redirect after a form against the policy.
     *
     * @param directive a {@code form-action} directive of Content Security Policy
     */
    public Page leadingTo(String directive) {
        formAction = directive;
        return this;
    }

    /** With the script of passkeys. All it does can be done without it. */
    public Page withScript() {
        hasScript = true;
        return this;
    }

    /** A form that carries the session's token against forgery. */
    public static Html form(HttpServletRequest request, String action, Html content) {
        return form(request, action, new Html(), content);
    }

    /** The same with further attributes. */
    public static Html form(HttpServletRequest request, String action, Html attributes, Html content) {
        Html form = new Html()
                .raw("<form method=\"post\"")
                .attribute("action", action)
                .add(attributes)
                .raw(">");
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            form.raw("<input type=\"hidden\"")
                    .attribute("name", token.getParameterName())
                    .attribute("value", token.getToken())
                    .raw(">");
        }
        return form.add(content).raw("</form>");
    }

    /** The button with which somebody signs off. */
    public static Html signOff(HttpServletRequest request) {
        return form(request, Endpoints.LOGOUT, new Html().raw("<button type=\"submit\">Sign off</button>"));
    }

    /** The answer. */
    public ResponseEntity<String> answer() {
        Html page = new Html()
                .raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .text(title)
                .raw(" - Firewarden</title><link rel=\"stylesheet\"")
                .attribute("href", STYLESHEET)
                .raw(">")
                .raw(hasScript ? "<script src=\"" + SCRIPT + "\" defer></script>" : "")
                .raw("</head><body><main><h1>")
                .text(title)
                .raw("</h1>")
                .add(body)
                .raw("</main></body></html>\n");
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; "
                                + (hasScript ? "script-src 'self'; " : "")
                                + "frame-ancestors 'none'; base-uri 'none'; "
                                + formAction)
                .header(HttpHeaders.PRAGMA, "no-cache")
                .body(page.toString());
    }
}
