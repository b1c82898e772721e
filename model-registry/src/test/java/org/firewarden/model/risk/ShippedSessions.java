package org.firewarden.model.risk;

import java.time.Clock;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.InMemoryModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.model.runtime.SessionPool;

/** The shipped models, loaded once for all tests of this module that ask them. */
public final class ShippedSessions {

    private static final SessionPool SESSIONS = new SessionPool(RuntimeSettings.standard());
    private static final RegisteredRiskModels MODELS = start();

    private ShippedSessions() {}

    /** A model in production. */
    public static RiskModel model(String id) {
        return MODELS.inProduction(id).orElseThrow();
    }

    /** The numbers that a shipped artifact makes of a row. */
    public static double[] run(String name, double... row) {
        return session(name).run(new double[][] {row})[0];
    }

    static InferenceSession session(String name) {
        ShippedModel model = ShippedModel.load(name + "-1.0.0", Stage.PRODUCTION, new UnitConversion());
        return SESSIONS.session(
                ModelArtifact.verified(model.artifact(), model.version().sha256()), model.example());
    }

    private static RegisteredRiskModels start() {
        RegisteredRiskModels models =
                RegisteredRiskModels.shipped(new InMemoryModelStore(), SESSIONS, Clock.systemUTC());
        models.start();
        return models;
    }
}
