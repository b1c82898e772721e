/**
 * Gradient-boosted trees by XGBoost, and their translation to ONNX. Trees have no private variant here and are barred from any
 * privacy claim. Knows XGBoost; nothing else does.
 */
@NullMarked
package org.firewarden.train.tree;

import org.jspecify.annotations.NullMarked;
