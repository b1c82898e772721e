package org.firewarden.model.prevent;

import org.firewarden.crypto.Sha256;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.RuntimeSettings;

/** The 10-year base model, loaded once for the tests of this package. */
final class PreventSession {

    static final InferenceSession BASE_10 = open();

    private PreventSession() {}

    static double[] risks(double... inputs) {
        return BASE_10.run(new double[][] {inputs})[0];
    }

    private static InferenceSession open() {
        byte[] file = PreventFiles.make("prevent-base-10y", PreventGraph.inputs("base"));
        return InferenceSession.open(
                ModelArtifact.verified(file, Sha256.hex(file)),
                RuntimeSettings.standard(),
                new double[] {0, 55, 200, 50, 120, 25, 90, 0, 0, 0, 0});
    }
}
