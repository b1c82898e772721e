package org.firewarden.smart.demo;

import java.util.List;
import java.util.stream.Collectors;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.smart.grant.Grant;
import org.firewarden.smart.people.Person;

/**
 * Says in a refusal what would have been granted. The rights of the demo's people are no secret; those of real ones are, so
 * that the token endpoint has no such advice. Each text keeps to the characters of RFC 6749, section 5.2.
 */
final class DemoAdvice {

    private final List<String> users;

    DemoAdvice(List<String> users) {
        this.users = List.copyOf(users);
    }

    /** Which users there are. */
    String onUsers() {
        return "The users are " + String.join(", ", users) + ".";
    }

    /** What this person may ask for instead. */
    String on(Grant.Reason reason, Person person) {
        return switch (reason) {
            case PURPOSE -> purposes(person);
            case PATIENT -> patients(person);
            case SCOPE -> scopes(person);
        };
    }

    private static String purposes(Person person) {
        return "The purposes of this user are "
                + person.purposes().stream().map(PurposeOfUse::code).sorted().collect(Collectors.joining(", ")) + ".";
    }

    private static String patients(Person person) {
        if (person.mayChoosePatient()) {
            return "The form field patient is the logical id of a patient.";
        }
        return person.patientId() == null
                ? "This user works without a patient in context."
                : "The only patient of this user is " + person.patientId() + ".";
    }

    private static String scopes(Person person) {
        if (person.ceiling().granted().isEmpty()) {
            return "This user sees no FHIR resource and gets a token without scopes only.";
        }
        return "This user may ask for " + person.ceiling() + " or less."
                + (person.mayChoosePatient() ? " A patient/ scope needs the form field patient." : "");
    }
}
