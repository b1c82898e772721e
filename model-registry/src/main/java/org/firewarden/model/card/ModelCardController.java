package org.firewarden.model.card;

import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.SignedManifest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code GET /models/{id}/{version}}: the card of a model version, to which CDS cards link; {@code /card.xml} the same for CHAI's
 * schema, {@code /manifest.json} the bytes that were signed. Public: they are about no one.
 */
@RestController
public final class ModelCardController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType XML = new MediaType(MediaType.APPLICATION_XML, StandardCharsets.UTF_8);

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
        return answer(modelId, version, HTML, (found, manifest) -> new ModelCardPage(found, manifest).toHtml());
    }

    /**
     * The applied model card.
     *
     * @throws ResponseStatusException with 404 if there is no such version
     */
    @GetMapping("/models/{modelId}/{version}/card.xml")
    ResponseEntity<String> xml(@PathVariable String modelId, @PathVariable String version) {
        return answer(modelId, version, XML, AppliedModelCard::of);
    }

    /**
     * The manifest, as it was signed.
     *
     * @throws ResponseStatusException with 404 if there is no such version
     */
    @GetMapping("/models/{modelId}/{version}/manifest.json")
    ResponseEntity<byte[]> manifest(@PathVariable String modelId, @PathVariable String version) {
        SignedManifest signed = manifestOf(modelId, version);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline")
                .header("Firewarden-Model-Key", signed.keyId())
                .body(signed.manifest());
    }

    private ResponseEntity<String> answer(
            String modelId, String version, MediaType type, BiFunction<ModelVersion, ModelManifest, String> page) {
        SignedManifest signed = manifestOf(modelId, version);
        return store.find(modelId, version)
                .map(found -> ResponseEntity.ok()
                        .contentType(type)
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                        .header("X-Content-Type-Options", "nosniff")
                        // Said here, or Spring takes the end of the version for a file's and names a download after it.
                        .header(HttpHeaders.CONTENT_DISPOSITION, "inline")
                        .body(page.apply(found, ManifestJson.read(signed.manifest()))))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private SignedManifest manifestOf(String modelId, String version) {
        return store.manifest(modelId, version).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
