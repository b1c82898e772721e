package org.firewarden.smart.grant;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asks for scopes (SMART App Launch 2.2, Scopes and Launch Context).
 *
 * @param person for whom
 * @param asked the resource scopes asked for
 * @param purpose a v3-PurposeOfUse code, or null for the person's usual one
 * @param patientId the patient to put in context, or null
 */
public record GrantRequest(
        Person person,
        SmartScopes asked,
        @Nullable String purpose,
        @Nullable String patientId) {

    private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /**
     * Decides. The scopes are the meet of what was asked and the person's ceiling; {@code patient/} scopes fall away when no
     * patient is in context, because they would be bounded by nothing. A patient's context is the own record only.
     */
    public Grant decide() {
        Optional<PurposeOfUse> granted =
                purpose == null ? Optional.of(person.usualPurpose()) : PurposeOfUse.ofCode(purpose);
        if (granted.isEmpty() || !person.purposes().contains(granted.get())) {
            return new Grant.Refused(Grant.Reason.PURPOSE);
        }
        if (patientId != null && !mayWorkWith(person, patientId)) {
            return new Grant.Refused(Grant.Reason.PATIENT);
        }
        String context = patientId == null ? person.patientId() : patientId;
        SmartScopes scopes = inContext(asked.meet(person.ceiling()), context);
        boolean asksForNothingAndHasNothing =
                asked.granted().isEmpty() && person.ceiling().granted().isEmpty();
        if (scopes.granted().isEmpty() && !asksForNothingAndHasNothing) {
            return new Grant.Refused(Grant.Reason.SCOPE);
        }
        return new Grant.Permitted(scopes, granted.get(), context);
    }

    /** True if the person may have this patient in context; whether the patient may be seen is the gate's to say. */
    public static boolean mayWorkWith(Person person, String patient) {
        return patient.equals(person.patientId())
                || (person.mayChoosePatient() && FHIR_ID.matcher(patient).matches());
    }

    private static SmartScopes inContext(SmartScopes scopes, @Nullable String context) {
        if (context != null) {
            return scopes;
        }
        return new SmartScopes(scopes.granted().stream()
                .filter(scope -> scope.context() != SmartScope.Context.PATIENT)
                .collect(Collectors.toUnmodifiableSet()));
    }
}
