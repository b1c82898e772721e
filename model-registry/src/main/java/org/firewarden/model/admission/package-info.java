/**
 * Decides whether a submitted model version may enter the registry, by its manifest, signature and artifact. Knows the ONNX
 * file format, the runtime and the registry; knows no patient.
 */
@NullMarked
package org.firewarden.model.admission;

import org.jspecify.annotations.NullMarked;
