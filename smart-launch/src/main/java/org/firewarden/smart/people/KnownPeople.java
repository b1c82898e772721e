package org.firewarden.smart.people;

import java.util.List;
import java.util.Optional;

/** Everybody: those whom the application brings along, and those in the database; of two of one name the former. */
public final class KnownPeople implements People {

    private final List<People> all;

    /** These, the earlier ones first. */
    public KnownPeople(List<People> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public Optional<Person> find(String name) {
        return all.stream().flatMap(people -> people.find(name).stream()).findFirst();
    }
}
