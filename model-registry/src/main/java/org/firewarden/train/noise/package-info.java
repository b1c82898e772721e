/**
 * The randomness of training: who takes part in a step, and the noise that hides it. All of it comes from an AES key stream.
 * Knows no data and no model.
 */
@NullMarked
package org.firewarden.train.noise;

import org.jspecify.annotations.NullMarked;
