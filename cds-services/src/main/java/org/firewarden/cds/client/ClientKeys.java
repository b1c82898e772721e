package org.firewarden.cds.client;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import java.util.Optional;

/** The public keys of one EHR. */
interface ClientKeys {

    /** The verifier for a token's header, or empty if there is no such key or it is not one for that algorithm. */
    Optional<JWSVerifier> verifierFor(JWSHeader header);
}
