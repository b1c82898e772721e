package org.firewarden.smart.demo;

import java.util.Optional;
import java.util.regex.Pattern;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.grant.Grant;
import org.firewarden.smart.grant.GrantRequest;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.token.AccessTokens;
import org.jspecify.annotations.Nullable;

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
    private final AccessTokens tokens;

    DemoTokens(SmartSettings settings, DemoPeople people, AccessTokens tokens) {
        this.settings = settings;
        this.people = people;
        this.advice = new DemoAdvice(people.names());
        this.tokens = tokens;
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
        AccessTokenContent content = new AccessTokenContent(
                person.name(),
                CLIENT_ID,
                settings.fhirBase(),
                scope,
                settings.absolute(person.fhirUser()),
                person.roles(),
                grant.purpose(),
                grant.patientId(),
                acr == null ? AccessTokenContent.PASSWORD_ACR : acr);
        String token = tokens.issue(content, settings.accessTokenLifetime()).value();
        return new DemoTokenResult.Issued(token, settings.accessTokenLifetime(), scope, grant.patientId());
    }
}
