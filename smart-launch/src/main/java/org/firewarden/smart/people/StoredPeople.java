package org.firewarden.smart.people;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.firewarden.smart.approval.Revocations;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The people in the database. Passwords are there as Argon2id hashes. Who is suspended is not found, and tokens that are out there end
 * within seconds.
 */
public final class StoredPeople implements People {

    private final JdbcTemplate jdbc;
    private final Revocations revocations;
    private final Clock clock;

    /** In this database. */
    public StoredPeople(JdbcTemplate jdbc, Revocations revocations, Clock clock) {
        this.jdbc = jdbc;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * One of the list.
     *
     * @param person who
     * @param isActive false while suspended
     */
    public record Listed(Person person, boolean isActive) {}

    @Override
    public Optional<Person> find(String name) {
        return rows("WHERE name = ? AND status = 'active'", name).stream()
                .findFirst()
                .map(Listed::person);
    }

    /** The person with this name, suspended or not. */
    public Optional<Listed> listed(String name) {
        return rows("WHERE name = ?", name).stream().findFirst();
    }

    /** Everybody, by name. */
    public List<Listed> all() {
        return rows("ORDER BY name");
    }

    /** True if there is nobody at all. */
    public boolean isEmpty() {
        return Boolean.FALSE.equals(
                jdbc.queryForObject("SELECT EXISTS (SELECT 1 FROM firewarden.smart_person)", Boolean.class));
    }

    /**
     * Adds somebody or writes over somebody's rights.
     *
     * @param rights as {@link PersonJson} reads them
     * @param passwordHash a new password's, or empty to keep the one that is there
     * @throws IllegalArgumentException if the rights are none, or somebody new has no password
     */
    public Person write(JsonNode rights, Optional<String> passwordHash) {
        String name = rights.path("name").asText();
        Optional<String> known =
                passwordHash.or(() -> jdbc
                        .queryForList(
                                "SELECT password_hash FROM firewarden.smart_person WHERE name = ?", String.class, name)
                        .stream()
                        .findFirst());
        Person person = PersonJson.read(
                rights, known.orElseThrow(() -> new IllegalArgumentException("a new person needs a password")));
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update(
                "INSERT INTO firewarden.smart_person (name, password_hash, rights, status, created, changed) VALUES"
                        + " (?, ?, ?, 'active', ?, ?) ON CONFLICT (name) DO UPDATE SET password_hash ="
                        + " excluded.password_hash, rights = excluded.rights, changed = excluded.changed",
                person.name(),
                person.passwordHash(),
                PersonJson.write(person).toString(),
                now,
                now);
        return person;
    }

    /** Gives somebody another password; false if there is nobody of this name. */
    public boolean setPassword(String name, String passwordHash) {
        return jdbc.update(
                        "UPDATE firewarden.smart_person SET password_hash = ?, changed = ? WHERE name = ?",
                        passwordHash,
                        Timestamp.from(clock.instant()),
                        name)
                == 1;
    }

    /** Suspends somebody, or lets somebody in again; false if there is nobody of this name. */
    public boolean setActive(String name, boolean isActive) {
        boolean isThere = jdbc.update(
                        "UPDATE firewarden.smart_person SET status = ?, changed = ? WHERE name = ?",
                        isActive ? "active" : "suspended",
                        Timestamp.from(clock.instant()),
                        name)
                == 1;
        if (isThere && isActive) {
            revocations.restore(Revocations.ofPerson(name));
        } else if (isThere) {
            revocations.revoke(Revocations.ofPerson(name));
        }
        return isThere;
    }

    private List<Listed> rows(String condition, Object... parameters) {
        return jdbc.query(
                "SELECT password_hash, rights, status FROM firewarden.smart_person " + condition,
                (row, n) -> new Listed(
                        PersonJson.read(PersonJson.parse(row.getString("rights")), row.getString("password_hash")),
                        row.getString("status").equals("active")),
                parameters);
    }
}
