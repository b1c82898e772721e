/** Brings up PostgreSQL, an embedded one or a given one, and brings its tables up to date before anything uses them. */
@NullMarked
package org.firewarden.server.database;

import org.jspecify.annotations.NullMarked;
