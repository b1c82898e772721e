/**
 * The people who can sign in to the embedded authorization server, and the rights that bound what any app can be granted on
 * their behalf. Knows nothing of HTTP or of tokens. Where the people come from is the business of whoever provides the
 * {@link org.firewarden.smart.people.People} bean; without one nobody can sign in.
 */
@NullMarked
package org.firewarden.smart.people;

import org.jspecify.annotations.NullMarked;
