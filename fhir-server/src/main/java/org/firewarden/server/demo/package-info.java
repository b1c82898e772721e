/** The demo: its population and what it prints. Exists in profile {@code demo} only. */
@NullMarked
package org.firewarden.server.demo;

import org.jspecify.annotations.NullMarked;
