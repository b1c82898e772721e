package org.firewarden.model.admission;

import java.util.Optional;
import org.firewarden.crypto.HybridPublicKey;

/** The keys whose signatures hold today: the server's own, and those of registered submitters. */
public final class TrustedKeys {

    private final RegistrySigner signer;
    private final SubmitterKeys submitters;

    /** Trusts these. */
    public TrustedKeys(RegistrySigner signer, SubmitterKeys submitters) {
        this.signer = signer;
        this.submitters = submitters;
    }

    /** The key of that id, if it is trusted. */
    public Optional<HybridPublicKey> find(String keyId) {
        HybridPublicKey own = signer.publicKey();
        return own.id().equals(keyId)
                ? Optional.of(own)
                : submitters.find(keyId).map(SubmitterKeys.SubmitterKey::key);
    }
}
