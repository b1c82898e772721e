/**
 * What an attacker learns of the people in the training data, measured before a release. Pure statistics on losses and guesses; knows
 * no trainer.
 */
@NullMarked
package org.firewarden.train.attack;

import org.jspecify.annotations.NullMarked;
