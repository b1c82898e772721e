package org.firewarden.smart.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.RenewalLimits;
import org.firewarden.smart.approval.Revocations;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.client.ClientRegister;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.client.StoredClients;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.people.Passwords;
import org.firewarden.smart.people.PersonJson;
import org.firewarden.smart.people.StoredPeople;
import org.firewarden.smart.session.StoredSessions;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What an administrator does without a browser: clients and people of the embedded authorization server, straight in its database. Each
 * change is an audit event that is durable before the change is made; what is no good is refused before that and changes nothing.
 * Running servers know of a change within seconds.
 */
public final class Accounts {

    private static final String BY = "command-line";

    private final ClientRegister register;
    private final StoredPeople people;
    private final SecondFactors factors;
    private final StoredSessions sessions;
    private final Approvals approvals;
    private final AuditTrail trail;
    private final Clock clock;

    /** In this database, told to this ledger. */
    public Accounts(JdbcTemplate jdbc, KeyRing keys, SecureRandom random, AuditTrail trail, Clock clock) {
        SecretValues secrets = new SecretValues(random);
        Revocations revocations = new Revocations(jdbc, clock);
        StoredClients clients = new StoredClients(jdbc, clock);
        this.register = new ClientRegister(clients, new Clients(List.of(), clients, clock), revocations, secrets);
        this.people = new StoredPeople(jdbc, revocations, clock);
        this.factors = new SecondFactors(jdbc, keys, random, clock);
        // Ends are told to the ledger by the change that they come of.
        this.sessions = new StoredSessions(jdbc, keys, secrets, SignInSettings.DEFAULT, (person, why) -> {}, clock);
        this.approvals = new Approvals(jdbc, revocations, secrets, RenewalLimits.DEFAULT, clock);
        this.trail = trail;
        this.clock = clock;
    }

    /** The clients, each as a line: id, state, name. */
    public List<String> clients() {
        return register.all().stream()
                .map(row -> String.join(
                        "\t",
                        row.client().clientId(),
                        state(row.isActive()),
                        row.client().name()))
                .toList();
    }

    /** The people, each as a line: name, state, whether there is a second factor, rights as JSON. */
    public List<String> people() {
        return people.all().stream()
                .map(row -> String.join(
                        "\t",
                        row.person().name(),
                        state(row.isActive()),
                        factors.isAskedOf(row.person().name()) ? "second-factor" : "password-only",
                        PersonJson.write(row.person()).toString()))
                .toList();
    }

    /**
     * Registers a client or writes over one.
     *
     * @param registration as at the administrators' page
     * @return a secret that was made for it, to be handed over once; empty if it has none or keeps the one it has
     * @throws IllegalArgumentException if it is no registration; the message names the member and repeats no value
     */
    public Optional<String> writeClient(String registration) {
        JsonNode json = ClientRegister.parse(registration);
        return told(
                AuditKind.CLIENT_CHANGE,
                "written",
                "client",
                json.path("client_id").asText(),
                () -> {
                    ClientRegister.Written written = register.write(json);
                    return Optional.ofNullable(written.secret());
                });
    }

    /**
     * Makes a new secret; the old one is no good from now on.
     *
     * @throws IllegalArgumentException if there is no such client, or it has no secret
     */
    public String rotateSecret(String clientId) {
        return told(
                AuditKind.CLIENT_CHANGE,
                "secret-rotated",
                "client",
                clientId,
                () -> register.newSecret(clientId)
                        .orElseThrow(
                                () -> new IllegalArgumentException("there is no client of this id with a secret")));
    }

    /** Suspends a client, whose tokens end within seconds, or lets it in again. */
    public void setClientActive(String clientId, boolean isActive) {
        told(AuditKind.CLIENT_CHANGE, isActive ? "activated" : "suspended", "client", clientId, () -> {
            require(register.setActive(clientId, isActive));
            return true;
        });
    }

    /**
     * Adds somebody or writes over somebody's rights.
     *
     * @param rights as {@link PersonJson} reads them
     * @param password a new one, or empty to keep the one that is there
     * @throws IllegalArgumentException if the rights are none, the password is too short, or somebody new has none
     */
    public void writePerson(String rights, Optional<String> password) {
        JsonNode json = PersonJson.parse(rights);
        Optional<String> hash = password.map(Passwords::require).map(Passwords.encoder()::encode);
        told(AuditKind.ACCOUNT_CHANGE, "written", "account", json.path("name").asText(), () -> {
            String name = people.write(json, hash).name();
            if (hash.isPresent()) {
                signOff(name, "password");
            }
            return true;
        });
    }

    /**
     * Gives somebody a new password; who is signed in with the old one is signed off, and apps that were let in are out.
     *
     * @throws IllegalArgumentException if there is nobody of this name, or the password is too short
     */
    public void setPassword(String name, String password) {
        String hash = Passwords.encoder().encode(Passwords.require(password));
        told(AuditKind.ACCOUNT_CHANGE, "password-reset", "account", name, () -> {
            require(people.setPassword(name, hash));
            signOff(name, "password");
            return true;
        });
    }

    /** Suspends somebody, or lets somebody in again. */
    public void setPersonActive(String name, boolean isActive) {
        told(AuditKind.ACCOUNT_CHANGE, isActive ? "activated" : "suspended", "account", name, () -> {
            require(people.setActive(name, isActive));
            if (!isActive) {
                signOff(name, "suspended");
            }
            return true;
        });
    }

    /** Takes a lost second factor away; its owner sets up another one. */
    public void resetSecondFactor(String name) {
        told(AuditKind.ACCOUNT_CHANGE, "second-factor-reset", "account", name, () -> {
            require(factors.remove(name));
            signOff(name, "second-factor");
            return true;
        });
    }

    private void signOff(String name, String why) {
        sessions.endAllOf(name);
        approvals.endAllOf(name, false, why);
    }

    /** Tells the ledger, does it, and tells the ledger again if it could not be done. */
    private <T> T told(AuditKind kind, String change, String whose, String id, Supplier<T> act) {
        Map<String, String> details = new HashMap<>(Map.of(AuditDetail.CHANGE, change, "by", BY));
        if (isName(id)) {
            details.put(whose, id);
        }
        trail.append(AuditEntry.ofServer(clock.instant(), kind, details));
        try {
            return act.get();
        } catch (IllegalArgumentException e) {
            details.put("error", "refused");
            trail.append(AuditEntry.ofServer(clock.instant(), kind, details));
            throw e;
        }
    }

    /** What is no name could be anything, for example a password in the wrong place. */
    private static boolean isName(String id) {
        return id.matches("[A-Za-z0-9._@:/-]{1,200}");
    }

    private static void require(boolean isThere) {
        if (!isThere) {
            throw new IllegalArgumentException("there is none of this name");
        }
    }

    private static String state(boolean isActive) {
        return isActive ? "active" : "suspended";
    }
}
