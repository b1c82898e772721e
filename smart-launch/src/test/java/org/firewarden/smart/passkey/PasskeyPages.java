package org.firewarden.smart.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.audit.AuditEntry;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.factor.SecondFactors;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;

/** What tests of passkeys have in common: the forms of the pages as a browser with a device fills them in. */
abstract class PasskeyPages extends AppLaunch {

    static final String PASSWORD = "firewarden-demo";
    private static final List<String> PEOPLE = List.of("alice", "cody", "rita");

    @Autowired
    SecondFactors factors;

    /** Other tests sign them in with a password alone. */
    @AfterEach
    void forget() {
        PEOPLE.forEach(factors::remove);
    }

    static Device device() {
        return new Device(BASE, "localhost");
    }

    /** The challenge of the form of this kind that the page shows. */
    static String challenge(Browser page, String kind) {
        Matcher form = Pattern.compile("<form[^>]* data-passkey=\"" + kind + "\"[^>]*>")
                .matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        Matcher challenge =
                Pattern.compile("data-challenge=\"([A-Za-z0-9_-]{43})\"").matcher(form.group());
        assertThat(challenge.find()).as(form.group()).isTrue();
        return challenge.group(1);
    }

    static String handle(Browser page) {
        Matcher handle = Pattern.compile("data-handle=\"([A-Za-z0-9_-]{43})\"").matcher(page.body());
        assertThat(handle.find()).as(page.body()).isTrue();
        return handle.group(1);
    }

    static int number(Browser page, String kind) {
        String before = page.body().substring(0, page.body().indexOf("data-passkey=\"" + kind + "\""));
        return before.split("<form", -1).length - 2;
    }

    static Browser add(Browser page, Map<String, String> made, String label) {
        Map<String, String> fields = new LinkedHashMap<>(made);
        fields.put("label", label);
        return page.submit(number(page, "add"), fields, List.of());
    }

    static Browser show(Browser page, Map<String, String> shown) {
        return page.submit(number(page, "sign-in"), shown, List.of());
    }

    /** A device of somebody who has added it. */
    final Device added(String person) {
        Browser page = browser().open(BASE + Endpoints.ACCOUNT).signIn(person, PASSWORD);
        Device device = device().of(handle(page));
        add(page, device.made(challenge(page, "add")), "My <phone>");
        assertThat(page.body()).as("escaped").contains("My &lt;phone&gt;");
        return device;
    }

    final AuditEntry last(String step) {
        List<AuditEntry> all = events(step);
        return all.get(all.size() - 1);
    }

    static String csrf(Browser page) {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}
