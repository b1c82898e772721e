/**
 * Holds what is mapped against what is declared. A library that brings an endpoint along, or a controller that somebody forgot
 * to think about, ends the start with its name.
 */
@NullMarked
package org.firewarden.server.endpoints;

import org.jspecify.annotations.NullMarked;
