/** The application: it assembles the modules and knows each of them; none of them knows it. */
@NullMarked
package org.firewarden.server;

import org.jspecify.annotations.NullMarked;
