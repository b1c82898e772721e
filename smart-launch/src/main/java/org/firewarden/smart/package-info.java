/**
 * SMART App Launch 2.2 for Firewarden: who may sign in, what a token grants, and how a token becomes a
 * {@link org.firewarden.access.Caller}. This package holds the settings and the one configuration that the application
 * imports; the rooms behind it are {@code people}, {@code grant}, {@code token}, {@code signing}, {@code authorization},
 * {@code resource}, {@code discovery}, {@code web} and {@code demo}. It knows no FHIR library and decides about no resource:
 * that is the gate's part.
 */
@NullMarked
package org.firewarden.smart;

import org.jspecify.annotations.NullMarked;
