package org.firewarden.model.manifest;

/**
 * The ONNX file of a version.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param bytes its length
 * @param operatorSet the version of the default operator set ({@code ai.onnx})
 */
public record ArtifactFacts(String sha256, long bytes, int operatorSet) {}
