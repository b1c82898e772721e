/**
 * Runs the engine over folders of NDJSON files and Bundles: two passes, chunks in parallel, ordered output, quarantine and
 * manifest. Knows nothing of what is kept or dropped.
 */
@NullMarked
package org.firewarden.deid.engine.dataset;

import org.jspecify.annotations.NullMarked;
