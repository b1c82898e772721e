/**
 * What {@code firewarden.jar} does besides serving: the walk from a published table to trained candidates, and their reproduction. Knows
 * importer, de-identification engine and trainer, which do not know each other; starts no server and asks no network.
 */
@NullMarked
package org.firewarden.server.command;

import org.jspecify.annotations.NullMarked;
