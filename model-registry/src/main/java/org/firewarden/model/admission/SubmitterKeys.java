package org.firewarden.model.admission;

import java.util.Optional;
import org.firewarden.crypto.HybridPublicKey;

/** The public keys of those who may submit models. */
public interface SubmitterKeys {

    /** The key of that id. */
    Optional<SubmitterKey> find(String keyId);

    /**
     * A registered key.
     *
     * @param subject whose it is, as the {@code sub} of a token
     */
    record SubmitterKey(String subject, HybridPublicKey key) {}
}
