/**
 * The PREVENT equations of the American Heart Association as ONNX graphs: Khan et al. 2023, doi
 * 10.1161/CIRCULATIONAHA.123.067626. The whole model is in the file: raw inputs in clinical units go in, risks come out. This
 * package makes files when Firewarden is built; nothing of it runs in the server.
 */
@NullMarked
package org.firewarden.model.prevent;

import org.jspecify.annotations.NullMarked;
