/**
 * The shape of FHIR R4, from tables that are generated from its StructureDefinitions and committed. Knows nothing of policies.
 */
@NullMarked
package org.firewarden.deid.engine.structure;

import org.jspecify.annotations.NullMarked;
