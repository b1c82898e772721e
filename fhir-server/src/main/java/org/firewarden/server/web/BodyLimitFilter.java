package org.firewarden.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads a body up to the limit before anything else sees it, and refuses one that is larger (413), compressed (415, since a
 * small one may unfold without end), XML or in another encoding than UTF-8 (415), or of a shape beyond the limits. The forms of
 * searches are read here too; other forms (sign-in, tokens) are left to the container and its own, lower limit.
 */
final class BodyLimitFilter extends OncePerRequestFilter {

    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*[\"']?([^\"';\\s]*)");

    private final RequestLimits limits;

    BodyLimitFilter(RequestLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        Problem notTaken = notTaken(request, type);
        if (notTaken != null) {
            ProblemResponse.write(request, response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, notTaken);
            return;
        }
        boolean isForm = type.startsWith("application/x-www-form-urlencoded");
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        DataSize limit = isForm ? limits.form() : limits.body();
        if (request.getContentLengthLong() > limit.toBytes()) {
            tooLarge(request, response, limit);
        } else if (!hasBody || (isForm && !isFhir(request))) {
            chain.doFilter(request, response);
        } else {
            byte[] body = request.getInputStream().readNBytes(Math.toIntExact(limit.toBytes()) + 1);
            if (body.length > limit.toBytes()) {
                tooLarge(request, response, limit);
            } else if (isForm) {
                form(request, response, body, chain);
            } else {
                json(request, response, body, chain);
            }
        }
    }

    private void json(HttpServletRequest request, HttpServletResponse response, byte[] body, FilterChain chain)
            throws ServletException, IOException {
        Optional<JsonShape.Refusal> refusal = JsonShape.check(body, limits);
        if (refusal.isPresent()) {
            ProblemResponse.write(
                    request, response, refusal.get().status(), refusal.get().problem());
        } else {
            chain.doFilter(new ReadRequest(request, body, null), response);
        }
    }

    private void form(HttpServletRequest request, HttpServletResponse response, byte[] body, FilterChain chain)
            throws ServletException, IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        Optional<Map<String, String[]>> parameters =
                text.chars().filter(c -> c == '&').count() >= limits.parameters()
                        ? Optional.empty()
                        : FormBody.parameters(request.getQueryString(), text);
        if (parameters.isPresent()) {
            chain.doFilter(new ReadRequest(request, body, parameters.get()), response);
        } else {
            ProblemResponse.write(
                    request, response, HttpServletResponse.SC_BAD_REQUEST, FormBody.tooManyParameters(limits));
        }
    }

    private static @Nullable Problem notTaken(HttpServletRequest request, String type) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return new Problem("not-supported", "compressed-body", "Compressed request bodies are not taken.");
        }
        if (type.contains("xml")) {
            return new Problem("not-supported", "xml-body", "Request bodies are taken as JSON only.");
        }
        if (type.startsWith("multipart/")) {
            return new Problem("not-supported", "multipart-body", "Request bodies are taken in one part only.");
        }
        return isUtf8(type)
                ? null
                : new Problem("not-supported", "not-utf-8", "Request bodies are taken in UTF-8 only.");
    }

    /** As the client states it: a filter before this one says UTF-8 for everybody. */
    private static boolean isUtf8(String type) {
        Matcher charset = CHARSET.matcher(type);
        return !charset.find()
                || charset.group(1).equals("utf-8")
                || charset.group(1).equals("utf8");
    }

    private static boolean isFhir(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/fhir/")
                || request.getRequestURI().equals("/fhir");
    }

    private static void tooLarge(HttpServletRequest request, HttpServletResponse response, DataSize limit)
            throws IOException {
        ProblemResponse.write(
                request,
                response,
                HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                new Problem("too-long", "body-too-large", "The body is larger than " + limit.toBytes() + " bytes."));
    }
}
