/** The page where people see what they have let apps do, and end it (SMART App Launch 2.2, {@code management_endpoint}). */
@NullMarked
package org.firewarden.smart.apps;

import org.jspecify.annotations.NullMarked;
