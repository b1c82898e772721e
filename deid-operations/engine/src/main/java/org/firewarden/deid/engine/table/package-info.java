/**
 * How the engine's tables are read from its jar. Knows nothing of what stands in them.
 */
@NullMarked
package org.firewarden.deid.engine.table;

import org.jspecify.annotations.NullMarked;
