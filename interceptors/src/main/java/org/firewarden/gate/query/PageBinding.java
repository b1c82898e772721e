package org.firewarden.gate.query;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.access.Caller;
import org.firewarden.crypto.Sha256;

/**
 * Ids of stored search results that only their maker can use. An id is a random part and a digest of that part and of who made
 * it: subject, client, purpose, patient in context, roles, scopes, tenant. The storage knows the id as a whole, so nobody can
 * give a known random part another digest; whoever is not the maker does not fit the digest. That needs no key and no table,
 * and holds on each node.
 */
public final class PageBinding {

    private static final int RANDOM_BYTES = 16;
    private static final int LENGTH = 44;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int RANDOM_LENGTH = 22;

    private final SecureRandom random;

    /** Draws the random parts here. */
    public PageBinding(SecureRandom random) {
        this.random = random;
    }

    /** A new id for what this caller found: 44 characters, of which 22 (132 bits) name the caller. */
    public String newId(Caller caller) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String own = BASE64.encodeToString(bytes);
        return own + digest(own, caller);
    }

    /** True if this caller made the id. */
    public boolean isOf(Caller caller, String id) {
        return id.length() == LENGTH
                && id.substring(RANDOM_LENGTH).equals(digest(id.substring(0, RANDOM_LENGTH), caller));
    }

    private static String digest(String own, Caller caller) {
        String maker = Stream.of(
                        own,
                        caller.subject(),
                        caller.clientId(),
                        caller.purpose().code(),
                        String.valueOf(caller.fhirUser()),
                        String.valueOf(caller.patientId()),
                        String.valueOf(caller.tenant()),
                        caller.roles().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")),
                        caller.scopes().toString())
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining());
        byte[] digest = Sha256.digest(maker.getBytes(StandardCharsets.UTF_8));
        return BASE64.encodeToString(digest).substring(0, LENGTH - RANDOM_LENGTH);
    }
}
