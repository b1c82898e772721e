/**
 * What an app asks for in words that people understand, and what they leave of it. Pure functions over scopes; knows no HTTP and no
 * store.
 */
@NullMarked
package org.firewarden.smart.consent;

import org.jspecify.annotations.NullMarked;
