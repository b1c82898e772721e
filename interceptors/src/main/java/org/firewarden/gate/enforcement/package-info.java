/**
 * Where HAPI asks the gate: before a request is handled, before a resource is shown, before one is written. Nothing here
 * decides; each class asks {@link org.firewarden.gate.enforcement.GateKeeper} and applies the answer.
 */
@NullMarked
package org.firewarden.gate.enforcement;

import org.jspecify.annotations.NullMarked;
