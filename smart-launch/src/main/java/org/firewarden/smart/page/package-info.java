/**
 * HTML pages that need no script (one adds passkeys): one frame, one stylesheet, everything that is not ours escaped. Knows nothing of what the pages are
 * about.
 */
@NullMarked
package org.firewarden.smart.page;

import org.jspecify.annotations.NullMarked;
