/**
 * Dates that are moved: by how much, and how a FHIR date of any precision is moved. Knows nothing of JSON.
 */
@NullMarked
package org.firewarden.deid.engine.date;

import org.jspecify.annotations.NullMarked;
