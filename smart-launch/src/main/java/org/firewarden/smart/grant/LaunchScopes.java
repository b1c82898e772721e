package org.firewarden.smart.grant;

import java.util.Set;

/** The scopes that are not about resources and that are supported (SMART App Launch 2.2, Scopes and Launch Context). */
public final class LaunchScopes {

    /** Who the user is, as an id token. */
    public static final String OPENID = "openid";

    /** Who the user is, as a FHIR resource. */
    public static final String FHIR_USER = "fhirUser";

    /** The context of a launch from an EHR. */
    public static final String LAUNCH = "launch";

    /** A patient in context. */
    public static final String LAUNCH_PATIENT = "launch/patient";

    /** An encounter in context. */
    public static final String LAUNCH_ENCOUNTER = "launch/encounter";

    /** A refresh token for when the user is not there. */
    public static final String OFFLINE = "offline_access";

    /** A refresh token for as long as the user is there. */
    public static final String ONLINE = "online_access";

    /** All of them. */
    public static final Set<String> SUPPORTED =
            Set.of(OPENID, FHIR_USER, LAUNCH, LAUNCH_PATIENT, LAUNCH_ENCOUNTER, OFFLINE, ONLINE);

    private LaunchScopes() {}

    /** True if the words are worth a sign-in: they reach a resource, or say who the user is. */
    public static boolean areUseful(Set<String> words) {
        return words.contains(OPENID) || !ScopeWords.resources(words).granted().isEmpty();
    }

    /** True if an app with these words must have a patient in context. */
    public static boolean needPatient(Set<String> words) {
        return words.contains(LAUNCH_PATIENT)
                || words.contains(LAUNCH_ENCOUNTER)
                || words.stream().anyMatch(word -> word.startsWith("patient/"));
    }
}
