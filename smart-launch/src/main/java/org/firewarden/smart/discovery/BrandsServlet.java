package org.firewarden.smart.discovery;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.firewarden.smart.web.OAuthErrors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Serves the brands bundle to everybody, with a weak tag for caches; 404 while there is none. */
final class BrandsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Brands brands;

    BrandsServlet(@Nullable Brands brands) {
        this.brands = brands;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (brands == null) {
            OAuthErrors.write(response, 404, "not_found", "This server publishes no brands.");
            return;
        }
        response.setHeader(HttpHeaders.ETAG, brands.etag());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=3600");
        if (brands.etag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream().write(brands.text().getBytes(StandardCharsets.UTF_8));
    }
}
