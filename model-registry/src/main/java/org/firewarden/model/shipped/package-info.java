/**
 * Composes the models that ship with Firewarden when it is built: from YAML files, code lists and generated graphs to an artifact
 * and a manifest each. Nothing of it runs in the server.
 */
@NullMarked
package org.firewarden.model.shipped;

import org.jspecify.annotations.NullMarked;
