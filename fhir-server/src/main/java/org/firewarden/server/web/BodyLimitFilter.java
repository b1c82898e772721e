package org.firewarden.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.firewarden.problem.Problem;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a body that is larger than the limit (413), compressed (415, since a small one may unfold without end), XML (415),
 * or JSON with a number that would unfold without end (400). A body is read up to the limit before anything else sees it.
 */
final class BodyLimitFilter extends OncePerRequestFilter {

    private final long limit;

    BodyLimitFilter(long limit) {
        this.limit = limit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            ProblemResponse.write(
                    request,
                    response,
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    new Problem("not-supported", "compressed-body", "Compressed request bodies are not taken."));
            return;
        }
        if (String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT).contains("xml")) {
            ProblemResponse.write(
                    request,
                    response,
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    new Problem("not-supported", "xml-body", "Request bodies are taken as JSON only."));
            return;
        }
        if (request.getContentLengthLong() > limit) {
            refuse(request, response);
            return;
        }
        if (!isJson(request)) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(Math.toIntExact(limit) + 1);
        if (body.length > limit) {
            refuse(request, response);
        } else if (JsonNumbers.hasHugeExponent(body)) {
            ProblemResponse.write(
                    request,
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    Problem.invalid("number-too-large", "A number has an exponent of more than three digits."));
        } else {
            chain.doFilter(new ReadRequest(request, body), response);
        }
    }

    /** Anything with a body that is not a form: forms are read by the container, within its own limit. */
    private static boolean isJson(HttpServletRequest request) {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        return hasBody && !type.startsWith("application/x-www-form-urlencoded") && !type.startsWith("multipart/");
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemResponse.write(
                request,
                response,
                HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                new Problem("too-long", "body-too-large", "The body is larger than " + limit + " bytes."));
    }

    /** A request whose body has been read. */
    private static final class ReadRequest extends HttpServletRequestWrapper {

        private final ByteArrayInputStream body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new ByteArrayInputStream(body);
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public int read() {
                    return body.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return body.read(target, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return body.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("the body has been read already");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }
    }
}
