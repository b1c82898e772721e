package org.firewarden.smart.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this server signs tokens with, the same on all nodes. A key is published as soon as it is made and signs some time
 * later, so that nobody meets a signature of a key that caches do not know yet; when a later key signs, the old one stays published
 * until the last of its tokens has ended. RS256, which OpenID Connect and SMART demand of id tokens. Safe for many threads.
 */
public final class SigningKeys implements JWKSource<SecurityContext> {

    /** How long a key is published before it signs, and how long after its last token it is still known. */
    static final Duration OVERLAP = Duration.ofDays(1);

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int RSA_BITS = 2048;

    private record Loaded(List<StoredSigningKeys.Key> keys, Instant at) {}

    private final StoredSigningKeys stored;
    private final Duration rotation;
    private final Clock clock;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable Loaded loaded;

    /** Keys that are followed by a new one after this time. */
    public SigningKeys(StoredSigningKeys stored, Duration rotation, Clock clock) {
        this.stored = stored;
        this.rotation = rotation;
        this.clock = clock;
    }

    /** The key that signs now, private half included. */
    public RSAKey current() {
        Instant now = clock.instant();
        return signing(loaded().keys, now).key();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(published());
    }

    /** Each key that a good token may be signed with, now or soon. */
    JWKSet published() {
        Instant now = clock.instant();
        List<StoredSigningKeys.Key> keys = loaded().keys;
        Instant currentSince = signing(keys, now).signsFrom();
        List<JWK> published = new ArrayList<>();
        for (StoredSigningKeys.Key key : keys) {
            boolean signsOrWill = !key.signsFrom().isBefore(currentSince);
            boolean wasJustSigning = currentSince.plus(OVERLAP).isAfter(now) && isPredecessor(keys, key, currentSince);
            if (signsOrWill || wasJustSigning) {
                published.add(key.key());
            }
        }
        return new JWKSet(published);
    }

    /**
     * Makes a successor ahead of time, for example when the private key may have leaked.
     *
     * @param ahead how long until it signs; the old key is known for a day after that
     */
    public void rotate(Duration ahead) {
        stored.add(generate(), clock.instant(), clock.instant().plus(ahead));
        loaded = null;
    }

    private static boolean isPredecessor(
            List<StoredSigningKeys.Key> keys, StoredSigningKeys.Key key, Instant currentSince) {
        return keys.stream()
                .noneMatch(other -> other.signsFrom().isAfter(key.signsFrom())
                        && other.signsFrom().isBefore(currentSince));
    }

    private static StoredSigningKeys.Key signing(List<StoredSigningKeys.Key> keys, Instant now) {
        StoredSigningKeys.Key latest = null;
        for (StoredSigningKeys.Key key : keys) {
            if (!key.signsFrom().isAfter(now)) {
                latest = key;
            }
        }
        if (latest == null) {
            throw new IllegalStateException("there is no key that signs tokens");
        }
        return latest;
    }

    private Loaded loaded() {
        Loaded known = loaded;
        Instant now = clock.instant();
        if (known != null && known.at.plus(FRESH).isAfter(now)) {
            return known;
        }
        loading.lock();
        try {
            Loaded since = loaded;
            if (since != null && since.at.plus(FRESH).isAfter(now)) {
                return since;
            }
            Loaded fresh = new Loaded(load(now), now);
            loaded = fresh;
            return fresh;
        } finally {
            loading.unlock();
        }
    }

    private List<StoredSigningKeys.Key> load(Instant now) {
        List<StoredSigningKeys.Key> keys = stored.all();
        if (keys.isEmpty()) {
            stored.addFirst(generate(), now);
            return stored.all();
        }
        StoredSigningKeys.Key newest = keys.get(keys.size() - 1);
        if (newest.signsFrom().plus(rotation).isBefore(now)) {
            stored.addAfter(newest.key().getKeyID(), generate(), now, now.plus(OVERLAP));
            return stored.all();
        }
        return keys;
    }

    private RSAKey generate() {
        try {
            return new RSAKeyGenerator(RSA_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .issueTime(Date.from(clock.instant()))
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("no RSA key could be made", e);
        }
    }
}
