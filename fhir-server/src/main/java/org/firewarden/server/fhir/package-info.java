/** Assembles HAPI FHIR JPA R4: storage, search, jobs, and the servlet at {@code /fhir}. The gate is registered here and nowhere else. */
@NullMarked
package org.firewarden.server.fhir;

import org.jspecify.annotations.NullMarked;
