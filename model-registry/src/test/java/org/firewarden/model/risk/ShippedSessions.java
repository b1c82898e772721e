package org.firewarden.model.risk;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.model.admission.AdmissionSettings;
import org.firewarden.model.admission.RegistrySigner;
import org.firewarden.model.admission.SignedModelAdmission;
import org.firewarden.model.admission.TrustedKeys;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.InMemoryModelStore;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.model.runtime.SessionPool;

/** The shipped models, loaded once for all tests of this module that ask them. */
public final class ShippedSessions {

    static final AdmissionSettings SETTINGS = AdmissionSettings.standard(List.of());
    static final UnitConversion UNITS = new UnitConversion();
    static final RegistrySigner SIGNER = RegistrySigner.of(HybridSigningKey.generate(new SecureRandom()));
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
        return session(ShippedModel.load(name + "-1.0.0", Stage.PRODUCTION));
    }

    static InferenceSession session(ShippedModel model) {
        return SESSIONS.session(
                ModelArtifact.verified(
                        model.artifact(), model.manifest().artifact().sha256()),
                model.example());
    }

    /** Models over a store, with sessions shared by all tests, loaded on the asking thread. */
    static RegisteredRiskModels models(ModelStore store, Clock clock) {
        return new RegisteredRiskModels(
                store, SESSIONS, new TrustedKeys(SIGNER, SETTINGS), UNITS, clock, Runnable::run);
    }

    static ShippedModels shipped(ModelStore store) {
        return new ShippedModels(store, admission(store), new KeptReports());
    }

    static SignedModelAdmission admission(ModelStore store) {
        return new SignedModelAdmission(store, SIGNER, SETTINGS, UNITS);
    }

    private static RegisteredRiskModels start() {
        ModelStore store = new InMemoryModelStore();
        shipped(store).register();
        RegisteredRiskModels models = models(store, Clock.systemUTC());
        models.start();
        return models;
    }
}
