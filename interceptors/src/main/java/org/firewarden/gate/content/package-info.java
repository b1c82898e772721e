/**
 * What the content of a resource must not hold, whoever sends it: narratives that a browser would run, addresses that the
 * server would call, and metadata that only the server sets. Knows nothing of who may write what; that is decided before.
 */
@NullMarked
package org.firewarden.gate.content;

import org.jspecify.annotations.NullMarked;
