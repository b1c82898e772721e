package org.firewarden.server.recommendation;

import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.gate.label.InputLabels;
import org.firewarden.gate.label.Labels;
import org.firewarden.model.operation.DeviceId;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What every resource carries that a model asserts (HL7 AI Transparency on FHIR): the label, and the Device that asserted it. */
final class ArtificialAssertion {

    private static final String OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

    private ArtificialAssertion() {}

    /** The security label {@code AIAST}. */
    static Coding label() {
        return new Coding(OBSERVATION_VALUE, "AIAST", "Artificial Intelligence asserted");
    }

    /** Labels what a model asserts: by AI, and as sensitive as what it was computed from. */
    static void label(Resource asserted, Labels inputs) {
        asserted.getMeta().addSecurity(label());
        InputLabels.put(asserted, inputs);
    }

    static String deviceId(StoredRecommendation made) {
        return new DeviceId(made.modelId(), made.modelVersion()).toString();
    }

    /** The model version as a Device, which the registry shows under this id. */
    static Reference device(StoredRecommendation made, boolean isDeviceHere) {
        Reference device = new Reference();
        device.setType("Device");
        device.setDisplay(made.modelId() + " " + made.modelVersion());
        if (isDeviceHere) {
            return device.setReference("Device/" + deviceId(made));
        }
        device.getIdentifier()
                .setSystem("https://firewarden.org/model-version")
                .setValue(made.modelId() + "/" + made.modelVersion());
        return device;
    }
}
