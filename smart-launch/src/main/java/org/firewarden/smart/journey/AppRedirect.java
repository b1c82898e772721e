package org.firewarden.smart.journey;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriUtils;

/** Sends the browser back to the app with a code or an error, and its {@code state} exactly as it came (RFC 6749, section 4.1.2). */
final class AppRedirect {

    private AppRedirect() {}

    static ResponseEntity<String> code(String redirectUri, @Nullable String state, String code) {
        return to(redirectUri, state, "code=" + encode(code));
    }

    static ResponseEntity<String> error(String redirectUri, @Nullable String state, String error, String description) {
        return to(redirectUri, state, "error=" + encode(error) + "&error_description=" + encode(description));
    }

    private static ResponseEntity<String> to(String redirectUri, @Nullable String state, String answer) {
        // The registered address may have a query of its own, which stays (RFC 6749, section 3.1.2).
        String address = redirectUri
                + (redirectUri.indexOf('?') < 0 ? "?" : "&")
                + answer
                + (state == null ? "" : "&state=" + encode(state));
        return ResponseEntity.status(HttpStatus.FOUND)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.LOCATION, address)
                .build();
    }

    private static String encode(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}
