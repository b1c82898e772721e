/**
 * The command line {@code firewarden-deid}. Turns arguments into a run and its result into an exit code.
 */
@NullMarked
package org.firewarden.deid.engine.cli;

import org.jspecify.annotations.NullMarked;
