package org.firewarden.server.jobs;

import java.util.Optional;
import org.firewarden.access.Caller;
import org.firewarden.job.RightsInForce;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Asks the embedded authorization server whether it would still give a caller the roles, the purpose and the scopes of the token
 * that submitted a job. An authorization server beside this one cannot be asked; then a job's authority ends by its time only.
 */
final class PeopleInForce implements RightsInForce {

    private final boolean isExternal;
    private final People people;
    private final @Nullable RegisteredClientRepository clients;

    /**
     * Asks these.
     *
     * @param isExternal true if tokens are issued elsewhere
     */
    PeopleInForce(boolean isExternal, People people, @Nullable RegisteredClientRepository clients) {
        this.isExternal = isExternal;
        this.people = people;
        this.clients = clients;
    }

    @Override
    public boolean holds(Caller caller) {
        if (isExternal) {
            return true;
        }
        Optional<Person> person = people.find(caller.subject());
        if (person.isEmpty()) {
            return clients != null
                    && caller.subject().equals(caller.clientId())
                    && clients.findByClientId(caller.clientId()) != null;
        }
        return person.get().roles().containsAll(caller.roles())
                && person.get().purposes().contains(caller.purpose())
                && caller.scopes().meet(person.get().ceiling()).equals(caller.scopes());
    }
}
