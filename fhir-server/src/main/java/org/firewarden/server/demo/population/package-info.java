/**
 * The synthetic patients of the demo: the ones that ship with the server, and any other population that Synthea made.
 * Knows how to read both as transaction Bundles that may be loaded any number of times; knows no server, no FHIR library
 * and not how they are loaded.
 */
@NullMarked
package org.firewarden.server.demo.population;

import org.jspecify.annotations.NullMarked;
