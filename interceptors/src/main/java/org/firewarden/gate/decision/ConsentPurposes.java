package org.firewarden.gate.decision;

import java.util.Set;
import org.firewarden.access.PurposeOfUse;

/**
 * The purposes that a provision names ({@code Consent.provision.purpose}).
 *
 * @param codes codes of {@link PurposeHierarchy}; empty for each purpose
 */
public record ConsentPurposes(Set<String> codes) {

    /** Each purpose. */
    public static final ConsentPurposes ANY = new ConsentPurposes(Set.of());

    /** Copies the codes. */
    public ConsentPurposes {
        codes = Set.copyOf(codes);
    }

    /** True if there is a purpose that both cover. */
    public boolean meets(ConsentPurposes other) {
        return codes.isEmpty()
                || other.codes.isEmpty()
                || codes.stream()
                        .anyMatch(code -> other.codes.stream()
                                .anyMatch(one ->
                                        PurposeHierarchy.includes(code, one) || PurposeHierarchy.includes(one, code)));
    }

    boolean isNamed() {
        return !codes.isEmpty();
    }

    ConsentMatch match(PurposeOfUse stated) {
        ConsentMatch match = codes.isEmpty() ? ConsentMatch.YES : ConsentMatch.NO;
        for (String code : codes) {
            match = match.or(PurposeHierarchy.match(code, stated));
        }
        return match;
    }
}
