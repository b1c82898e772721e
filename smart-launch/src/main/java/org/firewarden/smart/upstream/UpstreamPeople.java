package org.firewarden.smart.upstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.firewarden.smart.UpstreamProvider;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.people.Passwords;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.people.PersonJson;
import org.firewarden.smart.people.StoredPeople;
import org.firewarden.smart.people.WantedSignIn;
import org.firewarden.smart.session.StoredSessions;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

/**
 * Decides whether somebody comes in with a verified id token, and keeps that somebody's rights as the claims say. When they change, what
 * was begun under the former ones ends: sessions, and what apps were let do. When they stand for nothing any more, so do the rights.
 */
public final class UpstreamPeople {

    /** How far the clocks of the provider and of this server may differ. */
    private static final Duration SKEW = WantedSignIn.SKEW;

    private static final int NAME_LENGTH = 22;

    private final UpstreamProvider settings;
    private final ClaimMapping mapping;
    private final UpstreamAccounts accounts;
    private final StoredPeople people;
    private final StoredSessions sessions;
    private final Approvals approvals;
    private final SecretValues secrets;

    /**
     * People of this provider.
     *
     * @param fhirBase what an absolute {@code fhirUser} begins with
     */
    public UpstreamPeople(
            UpstreamProvider settings,
            String fhirBase,
            UpstreamAccounts accounts,
            StoredPeople people,
            StoredSessions sessions,
            Approvals approvals,
            SecretValues secrets) {
        this.settings = settings;
        this.mapping = new ClaimMapping(settings, fhirBase);
        this.accounts = accounts;
        this.people = people;
        this.sessions = sessions;
        this.approvals = approvals;
        this.secrets = secrets;
    }

    /**
     * Decides.
     *
     * @param token verified, of our issuer and for us
     * @param wanted what the sign-in is for
     */
    public Admission admit(OidcIdToken token, WantedSignIn wanted, Instant now) {
        String issuer = settings.issuer().toString();
        Optional<String> known = accounts.find(issuer, token.getSubject());
        ClaimMapping.Mapped mapped = mapping.map(token.getClaims());
        Optional<Person> before = known.flatMap(people::listed).map(StoredPeople.Listed::person);
        if (mapped instanceof ClaimMapping.Mapped.Refused refused) {
            before.ifPresent(this::takeRights);
            return new Admission.Refused(refused.reason(), before, before.map(person -> "rights-ended"));
        }
        Optional<Instant> at = authenticated(token.getClaims(), now);
        if (at.isEmpty()) {
            return new Admission.Refused("auth-time", before, Optional.empty());
        }
        if (at.get().plus(settings.longest()).plus(SKEW).isBefore(now) || !wanted.isMetBy(at.get())) {
            return new Admission.Refused("too-old", before, Optional.empty());
        }
        String name = accounts.link(issuer, token.getSubject(), freshName());
        Optional<String> change = keep(name, ((ClaimMapping.Mapped.Granted) mapped).rights());
        Optional<Person> person = people.find(name);
        return person.isEmpty()
                ? new Admission.Refused("suspended", before, Optional.empty())
                : new Admission.Admitted(person.get(), at.get(), mapping.isStrong(token.getClaims()), change);
    }

    /** When the provider authenticated somebody; a moment that our clock has not reached yet counts as now. */
    private static Optional<Instant> authenticated(Map<String, Object> claims, Instant now) {
        if (!(claims.get("auth_time") instanceof Number stated)
                || stated.longValue() < 0
                || stated.longValue() > now.plus(SKEW).getEpochSecond()) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochSecond(stated.longValue());
        return Optional.of(at.isAfter(now) ? now : at);
    }

    /** Writes the rights if they are not those that are there; of somebody suspended nothing is written. */
    private Optional<String> keep(String name, UpstreamRights rights) {
        Optional<StoredPeople.Listed> there = people.listed(name);
        ObjectNode json = rights.toJson(name);
        if (there.isEmpty()) {
            // Nobody knows the password: it is there so that a guess at it costs what others cost.
            people.write(json, Optional.of(Passwords.encoder().encode(secrets.next())));
            return Optional.of("upstream-added");
        }
        Person before = there.get().person();
        boolean isSame =
                PersonJson.write(before).equals(PersonJson.write(PersonJson.read(json, before.passwordHash())));
        if (isSame || !there.get().isActive()) {
            return Optional.empty();
        }
        people.write(json, Optional.empty());
        signOff(name, "rights");
        return Optional.of("rights-changed");
    }

    /** Leaves nothing that somebody could do, in case the person is signed in elsewhere or an app asks for further tokens. */
    private void takeRights(Person person) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        nothing.put("name", person.name());
        nothing.withArray("purposes").add(person.usualPurpose().code());
        people.write(nothing, Optional.empty());
        signOff(person.name(), "claims");
    }

    private void signOff(String name, String why) {
        sessions.endAllOf(name);
        approvals.endAllOf(name, false, why);
    }

    private String freshName() {
        return "u-" + secrets.next().substring(0, NAME_LENGTH);
    }
}
