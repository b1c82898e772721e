/**
 * Published clinical scores and equations as ONNX graphs: raw inputs in clinical units go in, the number comes out. This package
 * makes files when Firewarden is built; nothing of it runs in the server.
 */
@NullMarked
package org.firewarden.model.score;

import org.jspecify.annotations.NullMarked;
