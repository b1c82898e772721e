/**
 * The gate in front of patient data. This package holds what its parts share: the order in which HAPI asks them.
 */
@NullMarked
package org.firewarden.gate;

import org.jspecify.annotations.NullMarked;
