package org.firewarden.smart;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.crypto.OneTimeCode;

/** The authenticator app on somebody's phone, which remembers the key that a page has shown. */
public final class Authenticator {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Pattern KEY = Pattern.compile("Key: <code>([A-Z2-7 ]+)</code>");
    private static final Pattern RECOVERY_CODE = Pattern.compile("<li><code>([a-z2-7-]+)</code>");
    private static final Map<String, Authenticator> PHONES = new ConcurrentHashMap<>();

    private final String person;
    private final byte[] secret;

    private Authenticator(String person, byte[] secret) {
        this.person = person;
        this.secret = secret;
    }

    /** Sets one up on the page that offers it, and stays on the page with the recovery codes. */
    public static Authenticator setUp(Browser browser, String person) {
        browser.submit(Map.of("action", "begin"));
        Matcher key = KEY.matcher(browser.body());
        if (!key.find()) {
            throw new AssertionError("no key: " + browser.body());
        }
        Authenticator phone = new Authenticator(person, decode(key.group(1).replace(" ", "")));
        PHONES.put(person, phone);
        browser.submit(Map.of("action", "confirm", "code", phone.code()));
        return phone;
    }

    /** Shows a second factor where one is asked for, after setting one up where there is none, and goes on. */
    public static Browser show(Browser browser, String person) {
        if (browser.body().contains("Set up an authenticator app")) {
            setUp(browser, person);
            Matcher next = Pattern.compile("<a href=\"([^\"]+)\">Go on").matcher(browser.body());
            if (!next.find()) {
                throw new AssertionError("nowhere to go on: " + browser.body());
            }
            return browser.goTo(next.group(1).replace("&amp;", "&"));
        }
        Authenticator phone = Objects.requireNonNull(PHONES.get(person), "nobody has set one up here");
        return browser.submit(Map.of("action", "verify", "code", phone.freshCode()));
    }

    /** The recovery codes on the page. */
    public static List<String> recoveryCodes(Browser browser) {
        List<String> codes = new ArrayList<>();
        Matcher code = RECOVERY_CODE.matcher(browser.body());
        while (code.find()) {
            codes.add(code.group(1));
        }
        return codes;
    }

    /** The code that is shown now, which may have been used. */
    public String code() {
        return OneTimeCode.of(secret, Instant.now().getEpochSecond() / 30);
    }

    /** The code that is shown now, as if half a minute had passed since the last one was used. */
    public String freshCode() {
        TestDatabase.jdbc().update("UPDATE firewarden.smart_second_factor SET last_step = 0 WHERE person = ?", person);
        return code();
    }

    /** The key, as bytes. */
    public byte[] secret() {
        return secret.clone();
    }

    private static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int held = 0;
        for (int i = 0; i < text.length(); i++) {
            buffer = ((buffer << 5) | ALPHABET.indexOf(text.charAt(i))) & 0xffff;
            held += 5;
            if (held >= 8) {
                held -= 8;
                bytes.write((buffer >> held) & 0xff);
            }
        }
        return bytes.toByteArray();
    }
}
