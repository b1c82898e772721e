/**
 * Runs ONNX artifacts in ONNX Runtime: checks the digest before a byte is parsed, bounds how many runs go on at once, refuses
 * output that is no number. Knows tensors; knows nothing of patients, features or stages.
 */
@NullMarked
package org.firewarden.model.runtime;

import org.jspecify.annotations.NullMarked;
