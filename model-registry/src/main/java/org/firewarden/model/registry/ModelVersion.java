package org.firewarden.model.registry;

import java.util.regex.Pattern;

/**
 * One version of one model.
 *
 * @param modelId lower case with hyphens, for example {@code prevent-base-10y}
 * @param version a semantic version, for example {@code 1.0.0}
 * @param sha256 the digest of the ONNX artifact, 64 lower-case hexadecimal digits
 * @param stage where it stands
 * @param card what its users must know
 */
public record ModelVersion(String modelId, String version, String sha256, Stage stage, ModelCard card) {

    private static final Pattern MODEL_ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    /** So that {@code model.id-version-card} fits into the id of a FHIR resource. */
    private static final int MAXIMUM_ID = 32;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** Checks the forms. */
    public ModelVersion {
        if (!isModelId(modelId)) {
            throw new IllegalArgumentException("a model id is lower case with hyphens");
        }
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a SHA-256 is 64 lower-case hexadecimal digits");
        }
        SemanticVersion.parse(version);
    }

    /** Whether the text can be the id of a model: lower case with hyphens, at most 32 characters. */
    public static boolean isModelId(String text) {
        return text.length() <= MAXIMUM_ID && MODEL_ID.matcher(text).matches();
    }

    /** Whether the text is a version of the form {@code 1.2.3}. */
    public static boolean isVersion(String text) {
        return SemanticVersion.isVersion(text);
    }
}
