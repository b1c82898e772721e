/**
 * How people sign in to the embedded authorization server and off again: pages, tries that are counted, the filter chain of all
 * pages. Knows people by {@link org.firewarden.smart.people.People}; what they may see is decided elsewhere.
 */
@NullMarked
package org.firewarden.smart.signin;

import org.jspecify.annotations.NullMarked;
