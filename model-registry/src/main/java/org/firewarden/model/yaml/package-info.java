/**
 * Reads our own YAML files strictly: a key that nobody asked for, a missing one, a wrong type are problems with file and
 * line, and all of them are reported at once. Knows SnakeYAML's node graph; constructs no objects from it.
 */
@NullMarked
package org.firewarden.model.yaml;

import org.jspecify.annotations.NullMarked;
