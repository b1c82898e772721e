package org.firewarden.smart.authorization;

import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.grant.Grant;
import org.firewarden.smart.grant.GrantRequest;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Narrows the scopes of an authorization request to what the app and the person may have (SMART App Launch 2.2, Scopes and
 * Launch Context: an authorization server may grant fewer scopes than were asked for). A scope that cannot be granted falls
 * away; it does not fail the request.
 */
final class LaunchScopes {

    static final String FHIR_USER = "fhirUser";
    static final String LAUNCH_PATIENT = "launch/patient";

    /** The scopes that are not about resources and that are supported. */
    static final Set<String> SUPPORTED = Set.of(OidcScopes.OPENID, FHIR_USER, LAUNCH_PATIENT);

    private LaunchScopes() {}

    /**
     * The scopes to go on with.
     *
     * @param person who signed in, or null as long as nobody has
     */
    static Set<String> narrow(Set<String> asked, RegisteredClient client, @Nullable Person person) {
        Set<String> granted = new TreeSet<>(asked);
        granted.retainAll(SUPPORTED);
        granted.retainAll(client.getScopes());
        SmartScopes resources = parse(asked).meet(parse(client.getScopes()));
        if (person != null) {
            resources = new GrantRequest(person, resources, null, null).decide() instanceof Grant.Permitted permitted
                    ? permitted.scopes()
                    : SmartScopes.NONE;
            if (person.patientId() == null) {
                granted.remove(LAUNCH_PATIENT);
            }
        }
        resources.granted().forEach(scope -> granted.add(scope.toString()));
        return granted;
    }

    /** True if the scopes are worth a sign-in: they reach a resource, or say who the user is. */
    static boolean areUseful(Set<String> scopes) {
        return scopes.contains(OidcScopes.OPENID) || !parse(scopes).granted().isEmpty();
    }

    /** True if an app with these scopes is told the patient in context. */
    static boolean needPatient(Set<String> scopes) {
        return scopes.contains(LAUNCH_PATIENT) || scopes.stream().anyMatch(scope -> scope.startsWith("patient/"));
    }

    static SmartScopes parse(Set<String> scopes) {
        return SmartScopes.parse(String.join(" ", scopes));
    }
}
