package org.firewarden.smart.upstream;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.UpstreamProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of a verified id token stand for here, by the settings. Values that nobody has listed stand for nothing, and who has
 * none that is listed does not come in. A patient is whoever's record {@code fhirUser} names, and nobody else: a patient without one
 * could choose any.
 */
final class ClaimMapping {

    private static final Pattern FHIR_USER =
            Pattern.compile("(Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/([A-Za-z0-9.-]{1,64})");

    private final UpstreamProvider settings;
    private final String fhirBase;

    /**
     * By these settings.
     *
     * @param fhirBase what an absolute {@code fhirUser} must begin with
     */
    ClaimMapping(UpstreamProvider settings, String fhirBase) {
        this.settings = settings;
        this.fhirBase = fhirBase;
    }

    /** What came of it. */
    sealed interface Mapped {

        /** These rights. */
        record Granted(UpstreamRights rights) implements Mapped {}

        /**
         * None.
         *
         * @param reason a code: {@code no-role}, {@code fhir-user}, {@code patient-and-more}, {@code patient-without-record}
         */
        record Refused(String reason) implements Mapped {}
    }

    /** Decides. */
    Mapped map(Map<String, Object> claims) {
        Set<String> values = values(find(claims, settings.rolesClaim()));
        List<UpstreamProvider.Rights> granted = settings.rights().stream()
                .filter(rights -> values.contains(rights.value()))
                .toList();
        if (granted.isEmpty()) {
            return new Mapped.Refused("no-role");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Set<SmartScope> scopes = new HashSet<>();
        Set<PurposeOfUse> purposes = new LinkedHashSet<>();
        granted.forEach(rights -> {
            roles.addAll(rights.roles());
            scopes.addAll(rights.ceiling().granted());
            purposes.addAll(rights.purposes());
        });
        Object stated = find(claims, settings.fhirUserClaim());
        Matcher fhirUser = FHIR_USER.matcher(relative(stated));
        if (stated != null && !fhirUser.matches()) {
            return new Mapped.Refused("fhir-user");
        }
        boolean isPatient = roles.contains(Role.PATIENT);
        boolean namesPatient = stated != null && fhirUser.group(1).equals("Patient");
        if (isPatient && roles.size() > 1) {
            return new Mapped.Refused("patient-and-more");
        }
        if (isPatient && !namesPatient) {
            return new Mapped.Refused("patient-without-record");
        }
        if (namesPatient && !isPatient) {
            return new Mapped.Refused("fhir-user");
        }
        return new Mapped.Granted(new UpstreamRights(
                roles,
                new SmartScopes(scopes),
                List.copyOf(purposes),
                stated == null ? null : fhirUser.group(),
                isPatient ? fhirUser.group(2) : null));
    }

    /** True if the provider says that it was more than a password, in one of the words that the settings list. */
    boolean isStrong(Map<String, Object> claims) {
        return (claims.get("acr") instanceof String acr && settings.strongAcr().contains(acr))
                || values(claims.get("amr")).stream().anyMatch(settings.strongAmr()::contains);
    }

    private String relative(@Nullable Object stated) {
        String reference = stated instanceof String text ? text : "";
        return reference.startsWith(fhirBase + "/") ? reference.substring(fhirBase.length() + 1) : reference;
    }

    /** The claim of this very name or, where there is none, what its dots lead to. */
    private static @Nullable Object find(Map<String, Object> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        Object at = claims;
        for (String step : name.split("\\.", -1)) {
            if (!(at instanceof Map<?, ?> object)) {
                return null;
            }
            at = object.get(step);
        }
        return at;
    }

    /** A text is one value, however many words it has. */
    private static Set<String> values(@Nullable Object claim) {
        Set<String> values = new HashSet<>();
        if (claim instanceof String one) {
            values.add(one);
        } else if (claim instanceof Collection<?> several) {
            several.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .forEach(values::add);
        }
        return values;
    }
}
