/**
 * Writes ONNX files: dataflow graphs in the protobuf form of onnx-ml.proto (ONNX IR version 8, operator set 18), byte for
 * byte the same each time. Knows the format; knows no model.
 */
@NullMarked
package org.firewarden.model.onnx;

import org.jspecify.annotations.NullMarked;
