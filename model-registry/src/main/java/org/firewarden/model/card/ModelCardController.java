package org.firewarden.model.card;

import java.nio.charset.StandardCharsets;
import org.firewarden.model.registry.ModelStore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code GET /models/{id}/{version}}: the card of a model version, to which CDS cards link. Public: it is about no one. */
@RestController
public final class ModelCardController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final ModelStore store;

    /** Answers from the store. */
    public ModelCardController(ModelStore store) {
        this.store = store;
    }

    /**
     * The page.
     *
     * @throws ResponseStatusException with 404 if there is no such version
     */
    @GetMapping("/models/{modelId}/{version}")
    ResponseEntity<String> card(@PathVariable String modelId, @PathVariable String version) {
        return store.find(modelId, version)
                .map(found -> ResponseEntity.ok()
                        .contentType(HTML)
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                        .header("X-Content-Type-Options", "nosniff")
                        // Said here, or Spring takes the end of the version for a file's and names a download after it.
                        .header(HttpHeaders.CONTENT_DISPOSITION, "inline")
                        .body(new ModelCardPage(found).toHtml()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
