/**
 * Which EHR is calling: its signed JWT is verified against keys pinned in the settings and turned into a
 * {@link org.firewarden.access.Caller}. Knows JWTs; knows nothing of hooks or patients, and never fetches a key.
 */
@NullMarked
package org.firewarden.cds.client;

import org.jspecify.annotations.NullMarked;
