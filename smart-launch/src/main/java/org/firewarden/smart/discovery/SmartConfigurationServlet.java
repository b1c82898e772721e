package org.firewarden.smart.discovery;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.firewarden.smart.SmartSettings;

/**
 * Serves the document as JSON, whatever the client accepts (SMART App Launch 2.2, Conformance). A servlet mapped to the exact
 * path, because that is what wins over the FHIR servlet at {@code /fhir/*}.
 */
final class SmartConfigurationServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final String document;

    SmartConfigurationServlet(SmartSettings settings) {
        document = new Offer(settings).smartConfiguration().toString();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.getOutputStream().write(document.getBytes(StandardCharsets.UTF_8));
    }
}
