/** Switches the modules on: imports what they bring and hands each of them its settings. */
@NullMarked
package org.firewarden.server.modules;

import org.jspecify.annotations.NullMarked;
