/** Tests that look at Firewarden from outside: by HTTP only, as its users do. */
@NullMarked
package org.firewarden.it;

import org.jspecify.annotations.NullMarked;
