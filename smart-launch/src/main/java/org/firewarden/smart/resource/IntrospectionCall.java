package org.firewarden.smart.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.firewarden.outbound.OutboundCalls;
import org.springframework.http.MediaType;

/** Asks an authorization server whether a token is still good (RFC 7662, section 2). */
final class IntrospectionCall implements IssuerAnswers.Question {

    private static final int LARGEST_ANSWER_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutboundCalls calls;
    private final URI endpoint;
    private final String credentials;

    /** At this endpoint, as this client. */
    IntrospectionCall(OutboundCalls calls, URI endpoint, String clientId, String secret) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.credentials =
                "&token_type_hint=access_token&client_id=" + encoded(clientId) + "&client_secret=" + encoded(secret);
    }

    @Override
    public boolean isActive(String token) throws IOException {
        String form = "token=" + encoded(token) + credentials;
        JsonNode active = read(calls.post(
                        endpoint,
                        MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                        form.getBytes(StandardCharsets.US_ASCII),
                        LARGEST_ANSWER_BYTES))
                .path("active");
        if (!active.isBoolean()) {
            throw new IOException("an issuer did not say whether a token is good");
        }
        return active.booleanValue();
    }

    private static JsonNode read(byte[] answer) throws IOException {
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            // The cause would quote what was answered.
            throw new IOException("an issuer's answer about a token is not JSON");
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
