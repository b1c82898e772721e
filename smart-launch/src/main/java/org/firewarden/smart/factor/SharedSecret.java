package org.firewarden.smart.factor;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** A secret that somebody is about to put into an authenticator app. Says nothing of itself in logs. */
public final class SharedSecret {

    private static final String ISSUER = "Firewarden";
    private static final int GROUP = 4;

    private final String person;
    private final byte[] bytes;

    SharedSecret(String person, byte[] bytes) {
        this.person = person;
        this.bytes = bytes.clone();
    }

    /** As an authenticator app reads it from a picture: the {@code otpauth} address that all of them understand. */
    public String address() {
        return "otpauth://totp/" + ISSUER + ":" + UriUtils.encode(person, StandardCharsets.UTF_8) + "?secret="
                + Base32.encode(bytes) + "&issuer=" + ISSUER + "&algorithm=SHA1&digits=6&period=30";
    }

    /** As a person types it: base 32 in groups of four. */
    public String text() {
        return Base32.encode(bytes).replaceAll("(.{" + GROUP + "})(?!$)", "$1 ");
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "SharedSecret";
    }
}
