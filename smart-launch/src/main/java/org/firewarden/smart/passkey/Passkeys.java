package org.firewarden.smart.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.VerificationException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The passkeys in the database. Each is verified by WebAuthn Level 3, sections 7.1 and 7.2: type, challenge, origin, domain, that
 * somebody was there and was recognised by the device (so that it is two factors in one, NIST SP 800-63B-4, section 3.1.7), signature,
 * and a counter that goes up if the device has one. Attestation is not asked for: any device will do.
 */
public final class Passkeys {

    /** What devices may sign with: ES256, Ed25519, RS256. */
    static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

    /** How many somebody can have. */
    static final int MOST = 10;

    /** How long what somebody calls a passkey may be. */
    static final int LONGEST_LABEL = 40;

    private static final String UNNAMED = "Passkey";

    private final RelyingParty party;
    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final Clock clock;
    private final WebAuthnManager ceremonies;
    private final AttestedCredentialDataConverter converter;

    /** In this database, for this relying party. */
    public Passkeys(RelyingParty party, JdbcTemplate jdbc, KeyRing keys, Clock clock) {
        this.party = party;
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
        ObjectConverter objects = new ObjectConverter();
        this.ceremonies = WebAuthnManager.createNonStrictWebAuthnManager(objects);
        this.converter = new AttestedCredentialDataConverter(objects);
    }

    RelyingParty party() {
        return party;
    }

    /** What devices know somebody by: says nothing of who it is (section 14.6.1). */
    byte[] handle(String person) {
        return keys.mac(KeyPurpose.SIGN_IN_INDEX, ("passkey-owner:" + person).getBytes(StandardCharsets.UTF_8));
    }

    /** True if somebody has one. */
    public boolean has(String person) {
        return has(jdbc, person);
    }

    /** True if somebody has one in this database, whatever this server offers. */
    public static boolean has(JdbcTemplate jdbc, String person) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT 1 FROM firewarden.smart_passkey WHERE person = ?)", Boolean.class, person));
    }

    /** Somebody's, the oldest first. */
    public List<Passkey> of(String person) {
        return jdbc.query(
                "SELECT id, credential, label, added, used FROM firewarden.smart_passkey WHERE person = ?"
                        + " ORDER BY added, id",
                (row, i) -> {
                    Timestamp used = row.getTimestamp("used");
                    return new Passkey(
                            row.getObject("id", UUID.class),
                            text(row.getBytes("credential")),
                            row.getString("label"),
                            row.getTimestamp("added").toInstant(),
                            used == null ? null : used.toInstant());
                },
                person);
    }

    /**
     * Adds one.
     *
     * @param label what its owner calls it
     * @return false if it is no good, is there already, or there are ten
     */
    public boolean add(String person, PasskeyChallenge challenge, PasskeyAnswer answer, @Nullable String label) {
        Optional<AuthenticatorData<RegistrationExtensionAuthenticatorOutput>> data = registered(challenge, answer);
        AttestedCredentialData credential =
                data.map(AuthenticatorData::getAttestedCredentialData).orElse(null);
        if (credential == null || of(person).size() >= MOST) {
            return false;
        }
        AuthenticatorData<RegistrationExtensionAuthenticatorOutput> made = data.orElseThrow();
        return jdbc.update(
                        "INSERT INTO firewarden.smart_passkey (id, credential, person, label, public_key, counter,"
                                + " backup_eligible, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        UUID.randomUUID(),
                        credential.getCredentialId(),
                        person,
                        label(label),
                        converter.convert(credential),
                        made.getSignCount(),
                        made.isFlagBE(),
                        Timestamp.from(clock.instant()))
                == 1;
    }

    private Optional<AuthenticatorData<RegistrationExtensionAuthenticatorOutput>> registered(
            PasskeyChallenge challenge, PasskeyAnswer answer) {
        List<PublicKeyCredentialParameters> algorithms = ALGORITHMS.stream()
                .map(COSEAlgorithmIdentifier::create)
                .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                .toList();
        try {
            RegistrationData data = ceremonies.verify(
                    new RegistrationRequest(answer.attestation(), answer.clientData()),
                    new RegistrationParameters(server(challenge), algorithms, true, true));
            return Optional.ofNullable(data.getAttestationObject()).map(object -> object.getAuthenticatorData());
        } catch (DataConversionException | VerificationException | IllegalArgumentException | UncheckedIOException e) {
            // Not what a device of ours makes; its words could quote what was sent.
            return Optional.empty();
        }
    }

    /**
     * Judges a passkey that was shown. Whoever is asked for somebody's shows that somebody's; at a sign-in of anybody the device says
     * whose it is (WebAuthn Level 3, section 7.2, step 6), since nobody else did.
     */
    public ShownPasskey judge(PasskeyChallenge challenge, PasskeyAnswer answer) {
        Optional<Stored> found = find(answer.credential());
        if (found.isEmpty()) {
            return ShownPasskey.NONE;
        }
        String person = found.get().person();
        String asked = challenge.person();
        boolean isOfWhoIsAsked = asked == null ? answer.userHandle().length > 0 : asked.equals(person);
        boolean isHandleRight = answer.userHandle().length == 0 || Arrays.equals(answer.userHandle(), handle(person));
        ShownPasskey.Verdict verdict = isOfWhoIsAsked && isHandleRight
                ? verdict(found.get(), challenge, answer)
                : ShownPasskey.Verdict.REFUSED;
        return new ShownPasskey(verdict, person);
    }

    private ShownPasskey.Verdict verdict(Stored stored, PasskeyChallenge challenge, PasskeyAnswer answer) {
        try {
            AuthenticationData data = ceremonies.verify(
                    new AuthenticationRequest(
                            answer.credential(), answer.authenticatorData(), answer.clientData(), answer.signature()),
                    new AuthenticationParameters(
                            server(challenge), stored.record(), List.of(answer.credential()), true, true));
            long counter = Objects.requireNonNull(data.getAuthenticatorData()).getSignCount();
            return isCounted(answer.credential(), counter) ? ShownPasskey.Verdict.GOOD : ShownPasskey.Verdict.COPIED;
        } catch (MaliciousCounterValueException e) {
            // All else was right: the key is in two places.
            return ShownPasskey.Verdict.COPIED;
        } catch (DataConversionException | VerificationException | IllegalArgumentException | UncheckedIOException e) {
            // No good; its words could quote what was sent.
            return ShownPasskey.Verdict.REFUSED;
        }
    }

    /** Of two sign-ins with the same count one is good, on whatever nodes: the other is by a copy (section 6.1.1). */
    private boolean isCounted(byte[] credential, long counter) {
        return jdbc.update(
                        "UPDATE firewarden.smart_passkey SET counter = ?, used = ? WHERE credential = ?"
                                + " AND (counter < ? OR (counter = 0 AND ? = 0))",
                        counter,
                        Timestamp.from(clock.instant()),
                        credential,
                        counter,
                        counter)
                == 1;
    }

    /** Takes one of somebody's away; false if there is no such one. */
    public boolean remove(String person, UUID id) {
        return jdbc.update("DELETE FROM firewarden.smart_passkey WHERE person = ? AND id = ?", person, id) == 1;
    }

    /** Takes all of somebody's away; false if there was none. */
    public static boolean removeAll(JdbcTemplate jdbc, String person) {
        return jdbc.update("DELETE FROM firewarden.smart_passkey WHERE person = ?", person) > 0;
    }

    private Optional<Stored> find(byte[] credential) {
        return jdbc
                .query(
                        "SELECT person, public_key, counter, backup_eligible FROM firewarden.smart_passkey"
                                + " WHERE credential = ?",
                        (row, i) -> stored(row),
                        (Object) credential)
                .stream()
                .findFirst();
    }

    private Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("person"),
                new CredentialRecordImpl(
                        new NoneAttestationStatement(),
                        true,
                        row.getBoolean("backup_eligible"),
                        null,
                        row.getLong("counter"),
                        converter.convert(row.getBytes("public_key")),
                        new AuthenticationExtensionsAuthenticatorOutputs<>(),
                        null,
                        null,
                        null));
    }

    private ServerProperty server(PasskeyChallenge challenge) {
        return new ServerProperty(
                Origin.create(party.origin()), party.domain(), new DefaultChallenge(challenge.bytes()));
    }

    private static String label(@Nullable String typed) {
        String text = typed == null ? "" : typed.replaceAll("\\p{C}", "").strip();
        return text.isEmpty() ? UNNAMED : text.substring(0, Math.min(text.length(), LONGEST_LABEL));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Stored(String person, CredentialRecord record) {}
}
