package org.firewarden.gate.decision;

import java.util.HashSet;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ResourceFacts;
import org.jspecify.annotations.Nullable;

/**
 * The security labels that a provision is about ({@code Consent.provision.securityLabel}).
 *
 * <p>Confidentiality is a high-water mark: a provision that says R is about what is labelled R or lower (FHIR R4,
 * Consent.provision.securityLabel). A denial up to a level holds above it all the more, so beside other criteria the level of
 * a denial does not matter.
 *
 * <p>Sensitivities are compared code by code: one is enough to be denied; to be permitted, a resource must bear none that the
 * provision does not name.
 *
 * @param ceiling the highest confidentiality that is named, or null if none is
 * @param sensitivities the other labels that are named
 */
public record ConsentLabels(@Nullable Confidentiality ceiling, Set<CodedValue> sensitivities) {

    /** Each resource. */
    public static final ConsentLabels ANY = new ConsentLabels(null, Set.of());

    /** Copies the labels. */
    public ConsentLabels {
        sensitivities = Set.copyOf(sensitivities);
    }

    boolean isNamed() {
        return ceiling != null || !sensitivities.isEmpty();
    }

    ConsentMatch match(ConsentQuestion question) {
        if (!isNamed()) {
            return ConsentMatch.YES;
        }
        ResourceFacts facts = question.access().facts();
        return facts == null ? ConsentMatch.PENDING : level(facts.labels()).and(sensitivity(facts.labels()));
    }

    private ConsentMatch level(Set<CodedValue> labels) {
        return ceiling == null || Confidentiality.highest(labels).compareTo(ceiling) <= 0
                ? ConsentMatch.YES
                : ConsentMatch.UNCERTAIN;
    }

    private ConsentMatch sensitivity(Set<CodedValue> labels) {
        if (sensitivities.isEmpty()) {
            return ConsentMatch.YES;
        }
        Set<CodedValue> borne = new HashSet<>(labels);
        borne.removeIf(label -> label.system().equals(Confidentiality.SYSTEM));
        boolean isNamed = borne.removeAll(sensitivities);
        if (!isNamed) {
            return ConsentMatch.NO;
        }
        return borne.isEmpty() ? ConsentMatch.YES : ConsentMatch.UNCERTAIN;
    }
}
