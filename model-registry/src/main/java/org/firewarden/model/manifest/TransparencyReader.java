package org.firewarden.model.manifest;

import org.firewarden.model.manifest.TransparencyStatement.KeyMetric;

/** Reads the transparency statement of a manifest. */
final class TransparencyReader {

    private TransparencyReader() {}

    static TransparencyStatement read(ManifestPart part) {
        TransparencyStatement statement = new TransparencyStatement(
                part.text("contact"),
                part.text("released"),
                part.text("availability"),
                part.texts("keywords"),
                part.text("primaryUsers"),
                part.text("howToUse"),
                part.text("biases"),
                part.text("clinicalRisk"),
                part.text("modelType"),
                part.text("inputSource"),
                part.text("dataTypes"),
                part.text("developmentData"),
                part.text("biasMitigation"),
                part.text("maintenance"),
                part.text("funding"),
                part.text("stakeholders"),
                metric(part.part("usefulness")),
                metric(part.part("fairness")),
                metric(part.part("safety")));
        part.refuseOtherKeys();
        return statement;
    }

    private static KeyMetric metric(ManifestPart part) {
        KeyMetric metric = new KeyMetric(
                part.text("goal"),
                part.text("interpretation"),
                part.text("testType"),
                part.text("testData"),
                part.text("validation"));
        part.refuseOtherKeys();
        return metric;
    }
}
