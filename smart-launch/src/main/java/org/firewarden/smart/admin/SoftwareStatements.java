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
 * expired. All that an app may do comes from the statement, which names it, its redirect addresses, its scopes and its keys: who has
 * got hold of a statement registers that app and no other. Roles and abilities are nobody's to choose here.
 */
public final class SoftwareStatements {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.ES256, JWSAlgorithm.ES384);
    private static final Set<String> DEMANDED = Set.of("client_name", "redirect_uris", "scope");
    private static final Set<String> STATED = Set.of("client_name", "redirect_uris", "scope", "jwks", "jwks_uri");
    private static final String AUTHENTICATION = "token_endpoint_auth_method";

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

    /** What the statement says of the app; how it authenticates the app may say itself where the statement does not. */
    ObjectNode merge(JsonNode sent) throws RefusedException {
        JsonNode claims = verify(sent.path("software_statement").asText(""));
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (!DEMANDED.stream().allMatch(claims::hasNonNull)) {
            throw new RefusedException();
        }
        for (String member : STATED) {
            if (claims.has(member)) {
                merged.set(member, claims.get(member));
            }
        }
        JsonNode authentication = claims.has(AUTHENTICATION) ? claims.get(AUTHENTICATION) : sent.get(AUTHENTICATION);
        if (authentication != null) {
            merged.set(AUTHENTICATION, authentication);
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
