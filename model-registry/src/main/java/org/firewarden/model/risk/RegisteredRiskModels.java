package org.firewarden.model.risk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.SessionPool;
import org.jspecify.annotations.Nullable;

/**
 * The shipped models, answered by the stage at which the registry has them. Nothing is answered before {@link #start}. Which
 * version is in production is read anew after a second, so that a change of stage on one node reaches them all; a version
 * whose stored digest is not that of the loaded artifact is not answered. If the registry cannot be read, the question fails.
 */
public final class RegisteredRiskModels implements RiskModels {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ModelStore store;
    private final SessionPool sessions;
    private final List<ShippedModel> shipped;
    private final ChartReader reader;
    private final Clock clock;
    private volatile Map<String, Loaded> loaded = Map.of();
    private volatile @Nullable Production production;

    RegisteredRiskModels(
            ModelStore store, SessionPool sessions, List<ShippedModel> shipped, UnitConversion units, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.shipped = List.copyOf(shipped);
        this.reader = new ChartReader(units);
        this.clock = clock;
    }

    /**
     * The models that ship with Firewarden.
     *
     * @throws org.firewarden.model.yaml.InvalidFileException if one of their files is not valid
     */
    public static RegisteredRiskModels shipped(ModelStore store, SessionPool sessions, Clock clock) {
        UnitConversion units = new UnitConversion();
        return new RegisteredRiskModels(store, sessions, ShippedModels.load(units), units, clock);
    }

    /**
     * Registers each shipped version that the registry does not have yet, then loads them all.
     *
     * @throws RegistrationException if the registry has another digest for a version
     * @throws org.firewarden.model.runtime.InferenceException if an artifact cannot be run
     */
    public void start() {
        Map<String, Loaded> models = new HashMap<>();
        for (ShippedModel model : shipped) {
            ModelVersion offered = model.version();
            ModelVersion stored = store.register(offered);
            if (!stored.sha256().equals(offered.sha256())) {
                throw new RegistrationException(stored.modelId(), stored.version(), offered.sha256(), stored.sha256());
            }
            ModelArtifact artifact = ModelArtifact.verified(model.artifact(), stored.sha256());
            InferenceSession session = sessions.session(artifact, model.example());
            if (session.outputs() != model.definition().manifest().outputs().size()) {
                throw new IllegalStateException("manifest and artifact disagree on the number of outputs");
            }
            models.put(key(stored), new Loaded(model, session));
        }
        loaded = Map.copyOf(models);
    }

    @Override
    public Optional<RiskModel> inProduction(String modelId) {
        return Optional.ofNullable(production().models().get(modelId));
    }

    private Production production() {
        Instant now = clock.instant();
        Production known = production;
        if (known == null || !now.isBefore(known.readAt().plus(FRESH))) {
            known = new Production(now, models());
            production = known;
        }
        return known;
    }

    private Map<String, RiskModel> models() {
        Map<String, RiskModel> models = new HashMap<>();
        for (ModelVersion version : store.inProduction()) {
            Loaded model = loaded.get(key(version));
            if (model != null && model.model().version().sha256().equals(version.sha256())) {
                models.put(
                        version.modelId(),
                        new OnnxRiskModel(version, model.model().definition(), reader, model.session()));
            }
        }
        return Map.copyOf(models);
    }

    private static String key(ModelVersion version) {
        return version.modelId() + " " + version.version();
    }

    private record Loaded(ShippedModel model, InferenceSession session) {}

    private record Production(Instant readAt, Map<String, RiskModel> models) {}
}
