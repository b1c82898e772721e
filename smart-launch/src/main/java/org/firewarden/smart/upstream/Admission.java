package org.firewarden.smart.upstream;

import java.time.Instant;
import java.util.Optional;
import org.firewarden.smart.people.Person;

/** Whether somebody comes in who signed in at the provider. */
public sealed interface Admission {

    /**
     * Yes.
     *
     * @param person who that is here, with the rights of today's claims
     * @param at when the provider authenticated that person
     * @param isStrong true if it was with more than a password
     * @param change what changed in our database, as a code for the audit trail, or empty
     */
    record Admitted(Person person, Instant at, boolean isStrong, Optional<String> change) implements Admission {}

    /**
     * No.
     *
     * @param reason a code of ours; nothing that the provider or a browser sent is in it
     * @param person who that is here, if somebody
     * @param change what changed in our database, as a code for the audit trail, or empty
     */
    record Refused(String reason, Optional<Person> person, Optional<String> change) implements Admission {

        /** Refuses somebody who is nobody here. */
        public Refused(String reason) {
            this(reason, Optional.empty(), Optional.empty());
        }
    }
}
