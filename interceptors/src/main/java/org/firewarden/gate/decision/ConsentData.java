package org.firewarden.gate.decision;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.access.ResourceContent;

/**
 * Single resources that a provision is about ({@code Consent.provision.data}).
 *
 * @param meaning how a resource must stand to the one that is referred to
 * @param reference a relative reference
 * @param refersTo what the one that is referred to refers to itself; empty unless the meaning is {@link Meaning#RELATED}
 */
public record ConsentData(Meaning meaning, String reference, Set<String> refersTo) {

    /** The codes of {@code http://hl7.org/fhir/consent-data-meaning}. */
    public enum Meaning {
        /** It is that resource. */
        INSTANCE,
        /** It is that resource, one to which that one refers, or one that hangs on it. */
        RELATED,
        /** It is that resource, or it refers to it. */
        DEPENDENTS,
        /** It was written, recorded or performed by it. */
        AUTHOREDBY;

        /** The meaning with this code, or empty. */
        public static Optional<Meaning> ofCode(String code) {
            return Arrays.stream(values())
                    .filter(meaning -> meaning.name().equalsIgnoreCase(code))
                    .findFirst();
        }
    }

    /** Copies the references. */
    public ConsentData {
        refersTo = Set.copyOf(refersTo);
    }

    /** The patient to whom the resource refers is not meant: all of a record would hang on it. */
    ConsentData relatedTo(Map<String, Set<String>> referredTo) {
        if (meaning != Meaning.RELATED) {
            return this;
        }
        return new ConsentData(
                meaning,
                reference,
                referredTo.getOrDefault(reference, Set.of()).stream()
                        .filter(other -> !other.startsWith("Patient/"))
                        .collect(Collectors.toSet()));
    }

    ConsentMatch match(ConsentQuestion question) {
        String own = question.reference();
        boolean isIt =
                own != null && meaning != Meaning.AUTHOREDBY && (own.equals(reference) || refersTo.contains(own));
        if (isIt) {
            return ConsentMatch.YES;
        }
        if (meaning == Meaning.INSTANCE) {
            return own == null && question.access().facts() == null ? ConsentMatch.PENDING : ConsentMatch.NO;
        }
        ResourceContent content = question.content();
        if (content == null) {
            return ConsentMatch.PENDING;
        }
        return ConsentMatch.of(
                (meaning == Meaning.AUTHOREDBY ? content.authors() : content.references()).contains(reference));
    }
}
