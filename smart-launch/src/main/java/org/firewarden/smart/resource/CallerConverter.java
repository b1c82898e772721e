package org.firewarden.smart.resource;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.token.AccessTokenContent;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/**
 * Reads the {@link Caller} out of a verified token. A token without subject, client or a known purpose of use is no good; a
 * claim of the wrong shape makes the whole token no good, because a guess at a right is a hole. A role that is not known grants
 * nothing and is left out.
 */
final class CallerConverter implements Converter<Jwt, CallerAuthentication> {

    private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern RELATIVE = Pattern.compile("[A-Z][A-Za-z]{0,63}/[A-Za-z0-9.-]{1,64}");

    private final String fhirBase;
    private final Map<String, String> tenants;

    /**
     * For this FHIR server.
     *
     * @param tenants the tenant by the issuer, for issuers that have one of their own
     */
    CallerConverter(String fhirBase, Map<String, String> tenants) {
        this.fhirBase = fhirBase;
        this.tenants = Map.copyOf(tenants);
    }

    @Override
    public CallerAuthentication convert(Jwt token) {
        String purpose = text(token, AccessTokenContent.PURPOSE_OF_USE);
        String scope = text(token, AccessTokenContent.SCOPE);
        String tenant = tenants.get(required(text(token, "iss")));
        String stated = text(token, AccessTokenContent.TENANT);
        if (tenant != null && stated != null && !tenant.equals(stated)) {
            throw refusal();
        }
        String subject = required(text(token, "sub"));
        Caller caller = new Caller(
                // Two organisations may have people of the same name.
                tenant == null ? subject : tenant + "/" + subject,
                required(text(token, AccessTokenContent.CLIENT_ID)),
                roles(token.getClaims().get(AccessTokenContent.ROLES)),
                scope == null ? SmartScopes.NONE : SmartScopes.parse(scope),
                PurposeOfUse.ofCode(required(purpose)).orElseThrow(CallerConverter::refusal),
                fhirUser(text(token, AccessTokenContent.FHIR_USER)),
                patient(text(token, AccessTokenContent.PATIENT)),
                text(token, AccessTokenContent.ACR),
                text(token, "jti"),
                tenant == null ? stated : tenant);
        return new CallerAuthentication(token, caller);
    }

    private @Nullable String fhirUser(@Nullable String claim) {
        if (claim == null) {
            return null;
        }
        String relative = claim.startsWith(fhirBase + "/") ? claim.substring(fhirBase.length() + 1) : claim;
        // A person of another server is not a resource of ours: who it is stays known by the subject.
        return RELATIVE.matcher(relative).matches() ? relative : null;
    }

    private static @Nullable String patient(@Nullable String claim) {
        if (claim != null && !FHIR_ID.matcher(claim).matches()) {
            throw refusal();
        }
        return claim;
    }

    private static Set<Role> roles(@Nullable Object claim) {
        if (claim == null) {
            return Set.of();
        }
        if (!(claim instanceof Collection<?> codes)) {
            throw refusal();
        }
        Set<Role> roles = new HashSet<>();
        codes.forEach(code -> Role.ofCode(String.valueOf(code)).ifPresent(roles::add));
        return roles;
    }

    private static @Nullable String text(Jwt token, String name) {
        Object claim = token.getClaims().get(name);
        if (claim != null && !(claim instanceof String)) {
            throw refusal();
        }
        return (String) claim;
    }

    private static String required(@Nullable String claim) {
        if (claim == null || claim.isBlank()) {
            throw refusal();
        }
        return claim;
    }

    private static InvalidBearerTokenException refusal() {
        return new InvalidBearerTokenException("the claims are incomplete");
    }
}
