package org.firewarden.smart.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.firewarden.access.Interaction;
import org.firewarden.access.SmartScope;

/** Says what a scope lets an app do, without a word of FHIR. */
public final class PlainWords {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("AllergyIntolerance", "allergies and intolerances"),
            Map.entry("Appointment", "appointments"),
            Map.entry("AuditEvent", "the record of who saw what"),
            Map.entry("CarePlan", "care plans"),
            Map.entry("CareTeam", "care teams"),
            Map.entry("Condition", "health problems and diagnoses"),
            Map.entry("Consent", "privacy choices"),
            Map.entry("Coverage", "insurance"),
            Map.entry("Device", "medical devices and implants"),
            Map.entry("DiagnosticReport", "reports of tests and imaging"),
            Map.entry("DocumentReference", "documents and clinical notes"),
            Map.entry("Encounter", "visits and stays"),
            Map.entry("ExplanationOfBenefit", "bills and payments"),
            Map.entry("FamilyMemberHistory", "illnesses in the family"),
            Map.entry("Goal", "health goals"),
            Map.entry("ImagingStudy", "images"),
            Map.entry("Immunization", "vaccinations"),
            Map.entry("Location", "places of care"),
            Map.entry("Medication", "medicines"),
            Map.entry("MedicationRequest", "prescriptions"),
            Map.entry("MedicationStatement", "medicines that are taken"),
            Map.entry("Observation", "test results, measurements and answers to questions"),
            Map.entry("Organization", "hospitals and practices"),
            Map.entry("Patient", "name, address, date of birth and other personal details"),
            Map.entry("Practitioner", "names of doctors, nurses and other staff"),
            Map.entry("PractitionerRole", "where staff work"),
            Map.entry("Procedure", "operations and treatments"),
            Map.entry("Provenance", "where data comes from"),
            Map.entry("QuestionnaireResponse", "answers to questionnaires"),
            Map.entry("RelatedPerson", "relatives and other close people"),
            Map.entry("ServiceRequest", "orders and referrals"),
            Map.entry("Specimen", "samples"),
            Map.entry("Task", "tasks"));

    private PlainWords() {}

    /** For example {@code See and search test results in your record}. */
    public static String of(SmartScope scope, boolean isOwnRecord) {
        String sentence =
                verbs(scope.interactions()) + " " + what(scope.resourceType()) + " " + whose(scope, isOwnRecord);
        return scope.query().isEmpty() ? sentence : sentence + ", only where " + conditions(scope);
    }

    static String what(String type) {
        if (type.equals("*")) {
            return "all health data";
        }
        String known = TYPES.get(type);
        return known == null ? "data of the kind " + words(type) : known;
    }

    /** The types with a name of their own, by what people call them. */
    static Map<String, String> named() {
        return new TreeMap<>(TYPES);
    }

    private static String verbs(Set<Interaction> interactions) {
        List<String> verbs = new ArrayList<>();
        if (interactions.contains(Interaction.READ) || interactions.contains(Interaction.SEARCH)) {
            verbs.add("see");
        }
        if (interactions.contains(Interaction.CREATE)) {
            verbs.add("add");
        }
        if (interactions.contains(Interaction.UPDATE)) {
            verbs.add("change");
        }
        if (interactions.contains(Interaction.DELETE)) {
            verbs.add("delete");
        }
        String joined = verbs.size() < 2
                ? String.join("", verbs)
                : String.join(", ", verbs.subList(0, verbs.size() - 1)) + " and " + verbs.get(verbs.size() - 1);
        return Character.toUpperCase(joined.charAt(0)) + joined.substring(1);
    }

    private static String whose(SmartScope scope, boolean isOwnRecord) {
        if (scope.context() != SmartScope.Context.PATIENT) {
            return "that you are allowed to see yourself";
        }
        return isOwnRecord ? "in your record" : "in this patient's record";
    }

    private static String conditions(SmartScope scope) {
        return scope.query().byParameter().entrySet().stream()
                .map(clause -> words(clause.getKey()) + " is "
                        + clause.getValue().stream()
                                .flatMap(Set::stream)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .stream()
                                .map(value -> Categories.nameOf(scope.resourceType(), value))
                                .collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(" and "));
    }

    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace('_', ' ')
                .replace('-', ' ')
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
