package org.firewarden.smart.people;

import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in, or the interface engine that acts in a name of its own.
 *
 * @param name the sign-in name, which is the {@code sub} of tokens
 * @param passwordHash the hash in the form of Spring Security's delegating encoder
 * @param roles what the person is at this hospital
 * @param fhirUser the person as a relative FHIR reference, if there is such a resource
 * @param ceiling the widest scopes that any token of this person can carry; empty for somebody who sees no FHIR resource
 * @param usualPurpose the purpose of use when none is asked for
 * @param purposes the purposes that may be asked for
 * @param patientId the person's own patient record, for a patient
 */
public record Person(
        String name,
        String passwordHash,
        Set<Role> roles,
        @Nullable String fhirUser,
        SmartScopes ceiling,
        PurposeOfUse usualPurpose,
        Set<PurposeOfUse> purposes,
        @Nullable String patientId) {

    /** Copies the sets and refuses a usual purpose that is not among the allowed ones. */
    public Person {
        roles = Set.copyOf(roles);
        purposes = Set.copyOf(purposes);
        if (!purposes.contains(usualPurpose)) {
            throw new IllegalArgumentException("the usual purpose is one of the allowed purposes");
        }
    }

    /** True if the person may work in the context of a patient of choice, as clinicians do. */
    public boolean mayChoosePatient() {
        return patientId == null
                && ceiling.granted().stream().anyMatch(scope -> scope.context() == SmartScope.Context.PATIENT);
    }

    /** Leaves the password hash out. */
    @Override
    public String toString() {
        return "Person[" + name + "]";
    }
}
