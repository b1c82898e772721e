package org.firewarden.cds.explanation;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.exchange.IncomingCall;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.cds.settings.CdsSettings;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP face of {@code GET /recommendations/{id}}, for a caller with an access token whom the gate lets read the patient's
 * RiskAssessments and each resource that the answer was computed from. A recommendation that is hidden, that was never shown or
 * that is not there answers the same: 404.
 */
@RestController
final class ExplanationController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final RecommendationStore store;
    private final RecommendationSight sight;
    private final CdsSettings settings;

    ExplanationController(RecommendationStore store, RecommendationSight sight, CdsSettings settings) {
        this.store = store;
        this.sight = sight;
        this.settings = settings;
    }

    /** The page. */
    @GetMapping("/recommendations/{id}")
    ResponseEntity<String> explain(@PathVariable("id") UUID id, HttpServletRequest http) {
        AuditDraft draft = IncomingCall.of(http).draft();
        draft.interaction(AuditAction.READ, "recommendation-explanation");
        StoredRecommendation made =
                store.find(id).filter(found -> mayRead(http, found, draft)).orElseThrow(ExplanationController::absent);
        String page = store.evidence(id)
                .map(evidence -> new ExplanationPage(
                                made,
                                evidence.reveal().answer(),
                                settings.modelCardUrl(made.modelId(), made.modelVersion()))
                        .toHtml())
                .orElseThrow(ExplanationController::absent);
        draft.shown(Set.of(made.origin().patientId()), "RiskAssessment/" + id, null);
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .header("X-Content-Type-Options", "nosniff")
                .body(page);
    }

    private boolean mayRead(HttpServletRequest http, StoredRecommendation made, AuditDraft draft) {
        Optional<Caller> caller = Optional.ofNullable(http.getAttribute(Caller.REQUEST_ATTRIBUTE))
                .filter(Caller.class::isInstance)
                .map(Caller.class::cast);
        if (caller.isEmpty()) {
            return false;
        }
        Decision decision = sight.decide(caller.get(), made).orElse(null);
        if (decision instanceof Decision.Deny deny) {
            draft.withheld(Set.of(made.origin().patientId()), deny);
        }
        return decision != null && decision.isPermitted();
    }

    private static ResponseStatusException absent() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
