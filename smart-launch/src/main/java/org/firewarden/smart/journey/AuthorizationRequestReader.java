package org.firewarden.smart.journey;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.grant.LaunchScopes;
import org.firewarden.smart.grant.ScopeWords;
import org.firewarden.smart.people.Acr;
import org.jspecify.annotations.Nullable;

/**
 * Reads an authorization request. The client and the redirect address are checked first, because each other error is told to the app
 * by redirecting to it; {@code aud} must be this FHIR server, so that an app that was lured to a foreign server cannot use our tokens
 * there; PKCE is S256 or nothing (SMART App Launch 2.2, Considerations for PKCE support).
 */
final class AuthorizationRequestReader {

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int LONGEST_STATE = 2000;
    private static final int LONGEST_SCOPE = 16_000;
    private static final int LONGEST_TEXT = 500;

    private final Clients clients;
    private final String fhirBase;

    AuthorizationRequestReader(Clients clients, String fhirBase) {
        this.clients = clients;
        this.fhirBase = fhirBase;
    }

    /** Reads the parameters, each with all its values. */
    AuthorizationReading read(Map<String, String[]> parameters) {
        String clientId = single(parameters, "client_id");
        String redirect = single(parameters, "redirect_uri");
        Optional<ClientRegistration> client =
                clients.find(clientId == null ? "" : clientId).filter(ClientRegistration::isApp);
        if (client.isEmpty()) {
            return new AuthorizationReading.Unsafe("The app is not registered here.");
        }
        if (redirect == null || !client.get().redirectsTo(redirect)) {
            return new AuthorizationReading.Unsafe("The redirect address is not one that the app has registered.");
        }
        String state = single(parameters, "state");
        Fault fault = fault(parameters, state);
        if (fault != null) {
            return new AuthorizationReading.Faulty(redirect, state, fault.error, fault.description);
        }
        return new AuthorizationReading.Valid(new AuthorizationRequest(
                client.get(),
                redirect,
                state,
                ScopeWords.of(String.valueOf(single(parameters, "scope"))),
                String.valueOf(single(parameters, "code_challenge")),
                single(parameters, "launch"),
                single(parameters, "nonce"),
                single(parameters, "dpop_jkt"),
                single(parameters, "prompt"),
                ScopeWords.of(orEmpty(single(parameters, "acr_values"))),
                maxAge(single(parameters, "max_age"))));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable Duration maxAge(@Nullable String seconds) {
        return seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds));
    }

    private record Fault(String error, String description) {}

    private @Nullable Fault fault(Map<String, String[]> parameters, @Nullable String state) {
        if (parameters.values().stream().anyMatch(values -> values.length != 1)) {
            return new Fault("invalid_request", "A parameter comes more than once.");
        }
        if (parameters.containsKey("request") || parameters.containsKey("request_uri")) {
            return new Fault("request_not_supported", "Request objects are not supported.");
        }
        String type = single(parameters, "response_type");
        if (type == null) {
            return new Fault("invalid_request", "response_type must be code.");
        }
        if (!type.equals("code")) {
            return new Fault("unsupported_response_type", "response_type must be code.");
        }
        if (!"S256".equals(single(parameters, "code_challenge_method"))) {
            return new Fault("invalid_request", "code_challenge_method must be S256.");
        }
        String challenge = single(parameters, "code_challenge");
        if (challenge == null || !CHALLENGE.matcher(challenge).matches()) {
            return new Fault("invalid_request", "code_challenge must be a SHA-256 digest in base64url.");
        }
        String audience = single(parameters, "aud");
        String resource = audience == null ? single(parameters, "resource") : audience;
        if (!fhirBase.equals(resource) && !(fhirBase + "/").equals(resource)) {
            return new Fault("invalid_request", "aud must be the base address of the FHIR server.");
        }
        String scope = single(parameters, "scope");
        if (scope == null || !LaunchScopes.areUseful(ScopeWords.of(scope))) {
            return new Fault("invalid_scope", "None of the scopes can be granted.");
        }
        return limits(parameters, scope, state);
    }

    private static @Nullable Fault limits(Map<String, String[]> parameters, String scope, @Nullable String state) {
        boolean isTooLong = scope.length() > LONGEST_SCOPE
                || (state != null && state.length() > LONGEST_STATE)
                || List.of("launch", "nonce", "dpop_jkt", "acr_values").stream()
                        .map(name -> single(parameters, name))
                        .anyMatch(value -> value != null && value.length() > LONGEST_TEXT);
        if (isTooLong) {
            return new Fault("invalid_request", "A parameter is too long.");
        }
        String key = single(parameters, "dpop_jkt");
        if (key != null && !CHALLENGE.matcher(key).matches()) {
            return new Fault("invalid_request", "dpop_jkt must be a SHA-256 thumbprint in base64url.");
        }
        String prompt = single(parameters, "prompt");
        if (prompt != null && !Arrays.stream(prompt.split(" ", -1)).allMatch(PROMPTS::contains)) {
            return new Fault("invalid_request", "prompt is not known.");
        }
        String maxAge = single(parameters, "max_age");
        if (maxAge != null && !SECONDS.matcher(maxAge).matches()) {
            return new Fault("invalid_request", "max_age must be a number of seconds.");
        }
        String acrValues = single(parameters, "acr_values");
        if (acrValues != null && !Acr.canBeMet(ScopeWords.of(acrValues))) {
            return new Fault("unmet_authentication_requirements", "None of the acr_values can be met here.");
        }
        return null;
    }

    /** The one value; null if there is none, an empty one, or several, which is a fault of its own. */
    private static @Nullable String single(Map<String, String[]> parameters, String name) {
        String[] values = parameters.get(name);
        return values == null || values.length != 1 || values[0].isEmpty() ? null : values[0];
    }
}
