package org.firewarden.gate.label;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A code system of which the tables know codes, with each identifier under which FHIR resources name it: its URI, and its OID
 * as documents that were converted from HL7 v3 carry it.
 */
enum CodedSystem {
    /** SNOMED CT; a version in the identifier ({@code http://snomed.info/sct/731000124108}) does not matter. */
    SNOMED("snomed", "http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"),
    /** ICD-10-CM, and ICD-10 of the WHO, of which it is a refinement within the chapters that the tables use. */
    ICD_10(
            "icd-10-cm",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "urn:oid:2.16.840.1.113883.6.90",
            "http://hl7.org/fhir/sid/icd-10",
            "urn:oid:2.16.840.1.113883.6.3"),
    /** LOINC. */
    LOINC("loinc", "http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"),
    /** RxNorm. */
    RXNORM("rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88"),
    /** CVX, vaccines administered. */
    CVX("cvx", "http://hl7.org/fhir/sid/cvx", "urn:oid:2.16.840.1.113883.12.292");

    private static final Map<String, CodedSystem> BY_IDENTIFIER = Arrays.stream(values())
            .flatMap(system ->
                    Arrays.stream(system.identifiers.split(" ")).map(identifier -> Map.entry(identifier, system)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String tableName;
    private final String identifiers;

    CodedSystem(String tableName, String... identifiers) {
        this.tableName = tableName;
        this.identifiers = String.join(" ", identifiers);
    }

    /** The system that a table names, or empty if no table may name it so. */
    static Optional<CodedSystem> ofTableName(String name) {
        return Arrays.stream(values())
                .filter(system -> system.tableName.equals(name))
                .findFirst();
    }

    /** The system of a Coding, or empty if the tables know none of its codes. */
    static Optional<CodedSystem> ofIdentifier(String identifier) {
        @Nullable CodedSystem system = BY_IDENTIFIER.get(identifier);
        if (system != null) {
            return Optional.of(system);
        }
        return identifier.startsWith("http://snomed.info/sct/") ? Optional.of(SNOMED) : Optional.empty();
    }

    /** True if its codes say by their first characters what they refine. */
    boolean isHierarchical() {
        return this == ICD_10;
    }

    /** The code in the form in which it is compared: ICD without its dot. */
    String normalize(String code) {
        String upper = code.strip().toUpperCase(Locale.ROOT);
        return this == ICD_10 ? upper.replace(".", "") : upper;
    }
}
