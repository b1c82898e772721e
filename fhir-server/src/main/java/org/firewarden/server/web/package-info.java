/** Limits that hold for each HTTP request before anything looks at it, and the order of the filters. */
@NullMarked
package org.firewarden.server.web;

import org.jspecify.annotations.NullMarked;
