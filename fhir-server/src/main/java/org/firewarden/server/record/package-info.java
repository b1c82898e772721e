/** Reads a patient's record for services, as their caller and through the gate. */
@NullMarked
package org.firewarden.server.record;

import org.jspecify.annotations.NullMarked;
