/**
 * The HTTP face of the registry: the FHIR operations on Device that submit and move model versions. Knows HAPI's annotations and
 * FHIR types; decides nothing.
 */
@NullMarked
package org.firewarden.model.operation;

import org.jspecify.annotations.NullMarked;
