package org.firewarden.gate.decision;

import java.util.Collections;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ResourceContent;

/**
 * The kinds of content that a provision is about ({@code Consent.provision.class}). What holds a resource of a denied type, or
 * a denied document, within it is denied with it.
 *
 * @param types FHIR resource types
 * @param profiles canonical URLs of profiles that a resource claims
 * @param documents codes of kinds of document
 */
public record ConsentClasses(Set<String> types, Set<String> profiles, Set<CodedValue> documents) {

    /** Each kind. */
    public static final ConsentClasses ANY = new ConsentClasses(Set.of(), Set.of(), Set.of());

    private static final Set<String> DOCUMENTS = Set.of("Composition", "DocumentManifest", "DocumentReference");

    /** Copies the sets. */
    public ConsentClasses {
        types = Set.copyOf(types);
        profiles = Set.copyOf(profiles);
        documents = Set.copyOf(documents);
    }

    boolean isNamed() {
        return !types.isEmpty() || !profiles.isEmpty() || !documents.isEmpty();
    }

    ConsentMatch match(ConsentQuestion question) {
        String type = question.access().resourceType();
        if (!isNamed() || types.contains(type)) {
            return ConsentMatch.YES;
        }
        ResourceContent content = question.content();
        if (content == null) {
            boolean mayTell = !profiles.isEmpty() || (!documents.isEmpty() && DOCUMENTS.contains(type));
            return mayTell ? ConsentMatch.PENDING : ConsentMatch.NO;
        }
        boolean isDocument = DOCUMENTS.contains(type) && !Collections.disjoint(content.codes(), documents);
        if (isDocument || !Collections.disjoint(content.profiles(), profiles)) {
            return ConsentMatch.YES;
        }
        boolean isWithin = !Collections.disjoint(content.innerTypes(), types)
                || (!content.innerTypes().isEmpty() && !Collections.disjoint(content.furtherCodes(), documents));
        return isWithin ? ConsentMatch.UNCERTAIN : ConsentMatch.NO;
    }
}
