package org.firewarden.cds.explanation;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.cds.recommendation.CallOrigin;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.phi.Phi;
import org.firewarden.record.PatientRecordReader;
import org.springframework.stereotype.Component;

/**
 * Who sees a recommendation: whom the gate lets read the patient's RiskAssessments, each type that the model read, and each resource
 * that the answer was computed from (45 CFR 164.502: what is derived from restricted data is restricted). One that was never shown, of
 * which too little is kept to tell, or that is about a patient of another record than this server's is seen by nobody.
 */
@Component
public final class RecommendationSight {

    private final RecommendationStore store;
    private final PatientRecordReader records;
    private final CdsSettings settings;

    RecommendationSight(RecommendationStore store, PatientRecordReader records, CdsSettings settings) {
        this.store = store;
        this.records = records;
        this.settings = settings;
    }

    /** Whether the caller may see it; empty if nobody may, whatever the patient's Consents say. */
    public Optional<Decision> decide(Caller caller, StoredRecommendation made) {
        CallOrigin origin = made.origin();
        if (!made.exposure().isShown() || !settings.isRecordShared(origin.issuer())) {
            return Optional.empty();
        }
        return store.evidence(made.card()).map(Phi::reveal).map(evidence -> {
            Set<String> types = new LinkedHashSet<>(evidence.inputTypes());
            types.add("RiskAssessment");
            Decision onTypes = records.mayRead(caller, origin.patientId(), types);
            return onTypes.isPermitted() ? records.mayReadEach(caller, origin.patientId(), evidence.inputs()) : onTypes;
        });
    }
}
