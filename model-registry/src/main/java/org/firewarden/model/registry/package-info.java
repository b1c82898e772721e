/**
 * Which model versions there are, what each of them is (its digest, its card) and at which stage it stands. Knows the
 * database table {@code firewarden.model_version}; knows nothing of patients or of how a model is run.
 */
@NullMarked
package org.firewarden.model.registry;

import org.jspecify.annotations.NullMarked;
