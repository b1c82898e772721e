package org.firewarden.smart.demo;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.grant.Grant;
import org.firewarden.smart.grant.GrantRequest;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.token.AccessTokenContent;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/**
 * Issues access tokens for the demo's people without a sign-in, so that a first call takes one line of curl. The token is one
 * like any other: same key, same claims, same ceiling.
 */
final class DemoTokens {

    private static final String CLIENT_ID = "demo-curl";
    private static final Pattern ACR = Pattern.compile("[A-Za-z0-9:/._-]{1,100}");

    private final SmartSettings settings;
    private final People people;
    private final DemoAdvice advice;
    private final JwtEncoder encoder;
    private final Clock clock;

    DemoTokens(SmartSettings settings, DemoPeople people, JwtEncoder encoder, Clock clock) {
        this.settings = settings;
        this.people = people;
        this.advice = new DemoAdvice(people.names());
        this.encoder = encoder;
        this.clock = clock;
    }

    DemoTokenResult issue(DemoTokenRequest request) {
        if (request.user() == null) {
            return new DemoTokenResult.Refused(
                    "invalid_request", "The form field user is missing. " + advice.onUsers());
        }
        if (request.acr() != null && !ACR.matcher(request.acr()).matches()) {
            return new DemoTokenResult.Refused("invalid_request", "The form field acr is malformed.");
        }
        Optional<Person> person = people.find(request.user());
        if (person.isEmpty()) {
            return new DemoTokenResult.Refused("invalid_grant", "There is no such demo user. " + advice.onUsers());
        }
        Grant grant = new GrantRequest(
                        person.get(), SmartScopes.parse(request.scope()), request.purpose(), request.patientId())
                .decide();
        if (grant instanceof Grant.Refused refused) {
            Grant.Reason reason = refused.reason();
            return new DemoTokenResult.Refused(
                    reason.error(), reason.description() + " " + advice.on(reason, person.get()));
        }
        return issue(person.get(), (Grant.Permitted) grant, request.acr());
    }

    private DemoTokenResult.Issued issue(Person person, Grant.Permitted grant, @Nullable String acr) {
        String scope = grant.scopes().toString();
        Instant now = clock.instant();
        JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
                .issuer(settings.issuer())
                .issuedAt(now)
                .notBefore(now)
                .expiresAt(now.plus(settings.accessTokenLifetime()))
                .id(UUID.randomUUID().toString());
        new AccessTokenContent(
                        person.name(),
                        CLIENT_ID,
                        settings.fhirBase(),
                        scope,
                        settings.absolute(person.fhirUser()),
                        person.roles(),
                        grant.purpose(),
                        grant.patientId(),
                        acr == null ? AccessTokenContent.PASSWORD_ACR : acr)
                .writeTo(claims);
        JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256)
                .type(AccessTokenContent.TYPE)
                .build();
        String token = encoder.encode(JwtEncoderParameters.from(header, claims.build()))
                .getTokenValue();
        return new DemoTokenResult.Issued(token, settings.accessTokenLifetime(), scope, grant.patientId());
    }
}
