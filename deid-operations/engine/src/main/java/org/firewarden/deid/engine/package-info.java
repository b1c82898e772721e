/**
 * The de-identification engine: what goes in, what comes out. Ties the compiled allow-list, the token walk and the vault
 * together; knows neither files nor HTTP, Spring nor a FHIR object model.
 */
@NullMarked
package org.firewarden.deid.engine;

import org.jspecify.annotations.NullMarked;
