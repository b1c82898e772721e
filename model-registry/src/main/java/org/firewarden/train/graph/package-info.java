/**
 * Trains networks by ONNX graphs that ONNX Runtime runs: a step's forward pass, exact per-patient clipping, noise and optimizer
 * are ordinary operators. Knows tensors and the sizes of batches; knows no features, no accountant and not where rows lie.
 */
@NullMarked
package org.firewarden.train.graph;

import org.jspecify.annotations.NullMarked;
