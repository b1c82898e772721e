package org.firewarden.cds.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One EHR that may call the CDS services (CDS Hooks 2.0.1, Trusting CDS Clients). Its public keys were handed over out of band,
 * or lie at an address that this server may call; where keys were handed over none are ever fetched.
 *
 * @param issuer the {@code iss} of its tokens
 * @param jwks its public keys as a JSON Web Key Set (RFC 7517), or null if they are fetched from the {@code jku}
 * @param jku the URL that its tokens name as the home of that key set, or null if they name none
 * @param tenant the {@code tenant} that its tokens must state, or null if any will do
 * @param callsPerMinute how many requests it may make in a minute of each node
 * @param isRecordShared whether a patient's id means the same patient at this EHR and here; if not, nothing is read here for it
 */
public record CdsClientSettings(
        String issuer,
        @Nullable String jwks,
        @Nullable URI jku,
        @Nullable String tenant,
        int callsPerMinute,
        boolean isRecordShared) {

    /** Enough for 200 calls a second. */
    public static final int DEFAULT_CALLS_PER_MINUTE = 12_000;

    /** Refuses a client without a name or without keys. */
    public CdsClientSettings {
        if (issuer.isBlank() || (jwks == null ? jku == null : jwks.isBlank())) {
            throw new IllegalArgumentException("a CDS client has an issuer, and a key set or the address of one");
        }
        if (jku != null) {
            jku = new SecureUrl(jku).value();
        }
        if (callsPerMinute < 1) {
            throw new IllegalArgumentException("a CDS client may call at least once a minute");
        }
    }

    /** A client with keys that were handed over, the usual quota, and the record of this server. */
    public CdsClientSettings(String issuer, String jwks, @Nullable URI jku, @Nullable String tenant) {
        this(issuer, jwks, jku, tenant, DEFAULT_CALLS_PER_MINUTE, true);
    }

    /** A client whose tokens name neither a {@code jku} nor a particular tenant. */
    public static CdsClientSettings of(String issuer, String jwks) {
        return new CdsClientSettings(issuer, jwks, null, null);
    }

    /** A client whose key set lies in a file. */
    public static CdsClientSettings ofFile(String issuer, Path jwks, @Nullable URI jku, @Nullable String tenant)
            throws IOException {
        return new CdsClientSettings(issuer, Files.readString(jwks), jku, tenant);
    }

    /** The same with another quota. */
    public CdsClientSettings withCallsPerMinute(int calls) {
        return new CdsClientSettings(issuer, jwks, jku, tenant, calls, isRecordShared);
    }

    /** The same EHR with a record of its own, whose ids mean nothing here. */
    public CdsClientSettings withRecordOfItsOwn() {
        return new CdsClientSettings(issuer, jwks, jku, tenant, callsPerMinute, false);
    }
}
