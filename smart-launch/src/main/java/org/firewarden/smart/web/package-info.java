/**
 * How refusals look on the wire and which headers protect an answer. Knows HTTP and the shapes of errors; knows no token, no
 * client and no person.
 */
@NullMarked
package org.firewarden.smart.web;

import org.jspecify.annotations.NullMarked;
