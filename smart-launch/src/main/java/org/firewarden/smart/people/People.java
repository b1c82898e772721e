package org.firewarden.smart.people;

import java.util.Optional;

/** The port through which the embedded authorization server finds people. Safe for many threads. */
public interface People {

    /** Nobody at all, so that nobody can sign in. */
    People NOBODY = name -> Optional.empty();

    /** The person with this sign-in name, or empty. Case matters. */
    Optional<Person> find(String name);
}
