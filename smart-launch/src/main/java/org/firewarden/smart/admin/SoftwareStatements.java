package org.firewarden.smart.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Set;

/**
 * Verifies software statements (RFC 7591, section 2.3) with keys that lie in a file: signed, of the one issuer that is trusted, not
 * expired. Only what a statement may say of an app is taken; roles and abilities are never a stranger's to choose.
 */
public final class SoftwareStatements {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.ES256, JWSAlgorithm.ES384);
    private static final Set<String> TAKEN =
            Set.of("client_name", "redirect_uris", "scope", "jwks", "jwks_uri", "token_endpoint_auth_method");

    private final String issuer;
    private final JWKSet keys;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    /** Of this issuer, signed with one of these keys. */
    public SoftwareStatements(String issuer, JWKSet keys, Clock clock) {
        this.issuer = issuer;
        this.keys = keys.toPublicJWKSet();
        this.clock = clock;
    }

    /** A statement that is missing or no good. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException() {
            super("no good software statement");
        }
    }

    /** What the app says of itself, with what its statement says instead where it says something. */
    ObjectNode merge(JsonNode sent) throws RefusedException {
        JsonNode claims = verify(sent.path("software_statement").asText(""));
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (String member : TAKEN) {
            JsonNode stated = claims.has(member) ? claims.get(member) : sent.get(member);
            if (stated != null) {
                merged.set(member, stated);
            }
        }
        merged.withArray("abilities").add("offline").add("online");
        return merged;
    }

    private JsonNode verify(String statement) throws RefusedException {
        try {
            SignedJWT jwt = SignedJWT.parse(statement);
            Date expires = jwt.getJWTClaimsSet().getExpirationTime();
            boolean isGood = ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
                    && issuer.equals(jwt.getJWTClaimsSet().getIssuer())
                    && expires != null
                    && expires.toInstant().isAfter(clock.instant())
                    && isSigned(jwt);
            if (!isGood) {
                throw new RefusedException();
            }
            return json.valueToTree(jwt.getJWTClaimsSet().toJSONObject());
        } catch (ParseException | JOSEException e) {
            // Not a signed JWT, or of a key that does not fit: refused like any other.
            throw new RefusedException();
        }
    }

    private boolean isSigned(SignedJWT jwt) throws JOSEException {
        for (JWK key : new JWKSelector(JWKMatcher.forJWSHeader(jwt.getHeader())).select(keys)) {
            boolean isIt = key instanceof ECKey ec
                    ? jwt.verify(new ECDSAVerifier(ec))
                    : jwt.verify(new RSASSAVerifier(key.toRSAKey()));
            if (isIt) {
                return true;
            }
        }
        return false;
    }
}
