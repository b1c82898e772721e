package org.firewarden.smart.resource;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.IntrospectionSettings;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Takes a token that is good by itself only if its issuer, where that one is asked, says that it did not end it meanwhile. Issuers are asked
 * about tokens of their own alone, so nobody makes this server send anything by a token of no issuer's.
 */
final class IntrospectedTokens implements JwtDecoder {

    private final JwtDecoder verified;
    private final Map<String, IssuerAnswers> answers;

    IntrospectedTokens(JwtDecoder verified, Map<String, IssuerAnswers> answers) {
        this.verified = verified;
        this.answers = Map.copyOf(answers);
    }

    /** What is asked about tokens of these issuers. */
    static JwtDecoder of(
            JwtDecoder verified,
            Map<String, IntrospectionSettings> issuers,
            OutboundCalls calls,
            IntrospectionCounts counts,
            Clock clock) {
        Map<String, IssuerAnswers> answers = new HashMap<>();
        issuers.forEach((issuer, settings) -> answers.put(
                issuer,
                new IssuerAnswers(
                        new IntrospectionCall(calls, settings.endpoint(), settings.clientId(), settings.secret()),
                        settings.believed(),
                        counts,
                        clock)));
        return new IntrospectedTokens(verified, answers);
    }

    @Override
    public Jwt decode(String token) {
        Jwt jwt = verified.decode(token);
        IssuerAnswers issuer = answers.get(jwt.getClaimAsString("iss"));
        if (issuer != null && !issuer.isActive(token)) {
            throw new BadJwtException("the issuer has ended it");
        }
        return jwt;
    }
}
