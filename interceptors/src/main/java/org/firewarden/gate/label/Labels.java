package org.firewarden.gate.label;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firewarden.gate.decision.Confidentiality;
import org.hl7.fhir.r4.model.Coding;

/**
 * What makes a resource sensitive: codes of v3-ActCode (sensitivity such as {@code HIV}, or law such as {@code 42CFRPart2})
 * and the class of confidentiality. Labels form a lattice: two are joined by the union of the codes and the higher class.
 *
 * @param codes codes of {@link #CODE_SYSTEM}
 * @param confidentiality the class; {@code U} where none is stated, so that it adds nothing to another
 */
public record Labels(Set<String> codes, Confidentiality confidentiality) {

    /** The system of the codes. */
    public static final String CODE_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    /** No label. A resource without labels is to be taken as of normal confidentiality. */
    public static final Labels NONE = new Labels(Set.of(), Confidentiality.U);

    /** Codes of v3-ActCode, and what a client could mean to be one: without space, so that labels have a text. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** Copies the codes. */
    public Labels {
        codes = Set.copyOf(codes);
    }

    /** The labels among the codings of a {@code meta.security}; codings of other systems are no labels in this sense. */
    public static Labels of(Collection<Coding> security) {
        Labels labels = NONE;
        for (Coding coding : security) {
            if (coding.getSystem() != null && coding.getCode() != null) {
                labels = labels.join(of(coding.getSystem(), coding.getCode()));
            }
        }
        return labels;
    }

    private static Labels of(String system, String code) {
        if (system.equals(CODE_SYSTEM) && CODE.matcher(code).matches()) {
            return new Labels(Set.of(code), Confidentiality.U);
        }
        return system.equals(Confidentiality.SYSTEM)
                ? Confidentiality.ofCode(code)
                        .map(confidentiality -> new Labels(Set.of(), confidentiality))
                        .orElse(NONE)
                : NONE;
    }

    /** The least labels that cover both. */
    public Labels join(Labels other) {
        if (covers(other)) {
            return this;
        }
        if (other.covers(this)) {
            return other;
        }
        Set<String> union = new TreeSet<>(codes);
        union.addAll(other.codes);
        return new Labels(union, confidentiality.or(other.confidentiality));
    }

    /** True if these labels are at least as high as the other. */
    public boolean covers(Labels other) {
        return confidentiality.compareTo(other.confidentiality) >= 0 && codes.containsAll(other.codes);
    }

    /** True if there is no label. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** The labels as text, the confidentiality first, then the codes in order: {@code R HIV STD}. */
    public String toText() {
        return codes.stream()
                .sorted()
                .collect(Collectors.joining(" ", confidentiality.name() + " ", ""))
                .strip();
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws IllegalArgumentException if the text is of another form
     */
    public static Labels ofText(String text) {
        String[] words = text.split(" ");
        Confidentiality confidentiality =
                Confidentiality.ofCode(words[0]).orElseThrow(() -> new IllegalArgumentException("not labels"));
        return new Labels(Arrays.stream(words).skip(1).collect(Collectors.toUnmodifiableSet()), confidentiality);
    }
}
