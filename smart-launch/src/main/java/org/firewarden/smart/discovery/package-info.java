/**
 * Tells clients where to get a token and what is supported, from the settings. Knows the paths of the embedded authorization
 * server; never repeats what another server says about itself.
 */
@NullMarked
package org.firewarden.smart.discovery;

import org.jspecify.annotations.NullMarked;
