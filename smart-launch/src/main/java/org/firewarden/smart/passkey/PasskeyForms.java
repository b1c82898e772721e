package org.firewarden.smart.passkey;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.page.Html;
import org.firewarden.smart.page.Page;
import org.jspecify.annotations.Nullable;

/**
 * The forms with which passkeys are added and shown. They are hidden until the script has found that the browser has passkeys; each
 * carries a challenge of its own. Safe for many threads.
 */
public final class PasskeyForms {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Passkeys passkeys;
    private final SecureRandom random;
    private final Clock clock;

    /** For these passkeys. */
    public PasskeyForms(Passkeys passkeys, SecureRandom random, Clock clock) {
        this.passkeys = passkeys;
        this.random = random;
        this.clock = clock;
    }

    /** Signs in whoever the device knows here. */
    public Html signIn(HttpServletRequest request) {
        return signIn(request, null, List.of());
    }

    /** Asks for a passkey of this person and of nobody else; empty if there is none. */
    public Optional<Html> signIn(HttpServletRequest request, String person) {
        List<Passkey> known = passkeys.of(person);
        return known.isEmpty() ? Optional.empty() : Optional.of(signIn(request, person, known));
    }

    private Html signIn(HttpServletRequest request, @Nullable String person, List<Passkey> known) {
        Html data = data(request, PasskeyChallenge.Use.SIGN_IN, person, known);
        return Page.form(
                request,
                Endpoints.PASSKEY,
                data.attribute("data-passkey", "sign-in").raw(" hidden"),
                fields("credential", "clientData", "authenticatorData", "signature", "userHandle")
                        .raw("<button type=\"submit\">Use a passkey</button><p role=\"status\"></p>"));
    }

    /**
     * Somebody's passkeys, with what is needed to take one away and to add one.
     *
     * @param mayAdd false for somebody who has to show first who it is: a device makes no key that would be refused then
     */
    public Html list(HttpServletRequest request, String person, boolean mayAdd) {
        Html list = new Html();
        List<Passkey> known = passkeys.of(person);
        if (known.isEmpty()) {
            list.raw("<p>You have none. A passkey on your phone, your computer or a security key signs you in without a"
                    + " password, and on these pages only.</p>");
        }
        for (Passkey passkey : known) {
            list.add(Page.form(
                    request,
                    Endpoints.ACCOUNT,
                    new Html()
                            .raw("<p>")
                            .text(passkey.label())
                            .text(", added " + DAY.format(passkey.added()))
                            .text(passkey.used() == null ? ", never used" : ", last used " + DAY.format(passkey.used()))
                            .raw("</p><input type=\"hidden\" name=\"passkey\"")
                            .attribute("value", passkey.id().toString())
                            .raw("><button class=\"end\" type=\"submit\" name=\"action\" value=\"remove-passkey\"")
                            .attribute("aria-label", "Remove " + passkey.label())
                            .raw(">Remove</button>")));
        }
        if (known.size() >= Passkeys.MOST) {
            return list;
        }
        return list.add(mayAdd ? add(request, person, known) : confirm(request));
    }

    private static Html confirm(HttpServletRequest request) {
        return Page.form(
                request,
                Endpoints.ACCOUNT,
                new Html()
                        .raw(
                                "<button type=\"submit\" name=\"action\" value=\"confirm-passkey\">Show who you are, to add a"
                                        + " passkey</button>"));
    }

    private Html add(HttpServletRequest request, String person, List<Passkey> known) {
        Html data = data(request, PasskeyChallenge.Use.ADD, person, known)
                .attribute("data-passkey", "add")
                .attribute(
                        "data-handle", Base64.getUrlEncoder().withoutPadding().encodeToString(passkeys.handle(person)))
                .attribute("data-name", person)
                .attribute(
                        "data-algorithms",
                        Passkeys.ALGORITHMS.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .raw(" hidden");
        return Page.form(
                request,
                Endpoints.ACCOUNT,
                data,
                fields("clientData", "attestation")
                        .raw("<input type=\"hidden\" name=\"action\" value=\"add-passkey\">"
                                + "<p><label for=\"label\">What you call it, for example My phone</label>"
                                + "<input type=\"text\" id=\"label\" name=\"label\" autocomplete=\"off\"")
                        .attribute("maxlength", String.valueOf(Passkeys.LONGEST_LABEL))
                        .raw("></p><button type=\"submit\">Add a passkey</button><p role=\"status\"></p>"));
    }

    private Html data(
            HttpServletRequest request, PasskeyChallenge.Use use, @Nullable String person, List<Passkey> known) {
        return new Html()
                .attribute(
                        "data-challenge",
                        PasskeyChallenge.make(request.getSession(), use, person, random, clock.instant())
                                .text())
                .attribute("data-domain", passkeys.party().domain())
                .attribute("data-known", known.stream().map(Passkey::credential).collect(Collectors.joining(" ")));
    }

    private static Html fields(String... names) {
        Html fields = new Html();
        for (String name : names) {
            fields.raw("<input type=\"hidden\"").attribute("name", name).raw(" value=\"\">");
        }
        return fields;
    }
}
