package org.firewarden.server.demo;

import java.net.URI;
import org.firewarden.cds.demo.DemoEhr;
import org.firewarden.server.settings.ServerSettings;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /demo/ehr-token}: a JWT as the demo EHR would sign it for one CDS service, for callers that have only curl. */
@RestController
final class DemoEhrTokenController {

    static final String PATH = "/demo/ehr-token";

    private final DemoEhr ehr;
    private final String prefix;

    DemoEhrTokenController(DemoEhr ehr, ServerSettings settings) {
        this.ehr = ehr;
        this.prefix = settings.publicBaseUrl() + "/cds-services/";
    }

    /**
     * Signs a JWT.
     *
     * @param aud the URL that will be called; one of this server's CDS services or its feedback
     */
    @PostMapping(PATH)
    ResponseEntity<String> token(@RequestParam String aud) {
        if (!aud.startsWith(prefix) || !aud.substring(prefix.length()).matches("[A-Za-z0-9/-]{1,100}")) {
            return ResponseEntity.status(HttpStatus.BAD_REQUEST)
                    .contentType(MediaType.TEXT_PLAIN)
                    .body("aud must be the URL of a CDS service of this server: " + prefix + "{id}\n");
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.TEXT_PLAIN)
                .body(ehr.sign(URI.create(aud)));
    }
}
