package org.firewarden.model.manifest;

import java.util.List;

/**
 * What a CHAI applied model card (mc-schema 0.2) states beyond the model card and the source attributes. Each text may be
 * 'not available'; that it is stated is what counts.
 *
 * @param contact how to reach the developer
 * @param released the date of the release, ISO 8601
 * @param availability where the model may be used
 * @param keywords a few
 * @param primaryUsers who is meant to use it
 * @param howToUse directions
 * @param biases known biases and ethical considerations
 * @param clinicalRisk the clinical risk level, with its reason
 * @param modelType for example {@code logistic regression}
 * @param inputSource where inputs come from
 * @param dataTypes types of inputs and outputs
 * @param developmentData what the data of development were
 * @param biasMitigation what was done about bias
 * @param maintenance how it is maintained
 * @param funding who paid
 * @param stakeholders who was consulted
 * @param usefulness key metric: goal and interpretation
 * @param fairness key metric: goal and interpretation
 * @param safety key metric: goal and interpretation
 */
public record TransparencyStatement(
        String contact,
        String released,
        String availability,
        List<String> keywords,
        String primaryUsers,
        String howToUse,
        String biases,
        String clinicalRisk,
        String modelType,
        String inputSource,
        String dataTypes,
        String developmentData,
        String biasMitigation,
        String maintenance,
        String funding,
        String stakeholders,
        KeyMetric usefulness,
        KeyMetric fairness,
        KeyMetric safety) {

    /** Copies the list. */
    public TransparencyStatement {
        keywords = List.copyOf(keywords);
    }

    /** A goal, what the results mean, the kind of test, its data, and why that is valid. */
    public record KeyMetric(String goal, String interpretation, String testType, String testData, String validation) {}
}
