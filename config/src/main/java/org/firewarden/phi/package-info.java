/** Carries patient values outside FHIR objects so that they cannot slip into a log by accident. */
@NullMarked
package org.firewarden.phi;

import org.jspecify.annotations.NullMarked;
