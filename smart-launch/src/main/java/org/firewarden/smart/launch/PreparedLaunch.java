package org.firewarden.smart.launch;

import org.jspecify.annotations.Nullable;

/**
 * A launch that an EHR has prepared.
 *
 * @param app the only app that may use it, or null for each app of the person
 * @param person the only person who may use it: a sign-in name, or a relative FHIR reference such as {@code Practitioner/1}
 * @param context what for
 */
public record PreparedLaunch(@Nullable String app, String person, LaunchContext context) {

    /** True if this app, used by this person, is the one that the EHR meant. */
    public boolean isFor(String clientId, String name, @Nullable String fhirUser) {
        return (app == null || app.equals(clientId)) && (person.equals(name) || person.equals(fhirUser));
    }

    /** Says nothing of the context. */
    @Override
    public String toString() {
        return "PreparedLaunch";
    }
}
