package org.firewarden.smart.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;

/** The error body of OAuth endpoints (RFC 6749, section 5.2). */
public final class OAuthErrors {

    private OAuthErrors() {}

    /** The body: a code of the RFC and a sentence that repeats no input. */
    public static ObjectNode body(String error, String description) {
        return JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", description);
    }

    /** Writes the error as JSON that nobody stores. */
    public static void write(HttpServletResponse response, int status, String error, String description)
            throws IOException {
        write(response, status, body(error, description));
    }

    /** Writes JSON that nobody stores. */
    public static void write(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        response.setStatus(status);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.PRAGMA, "no-cache");
        response.setContentType("application/json;charset=UTF-8");
        response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
