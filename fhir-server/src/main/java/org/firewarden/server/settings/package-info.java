/** Binds what operators set to the typed records of the modules, and refuses what cannot hold. */
@NullMarked
package org.firewarden.server.settings;

import org.jspecify.annotations.NullMarked;
