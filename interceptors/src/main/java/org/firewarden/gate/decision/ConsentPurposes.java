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

    /** True if a purpose that a caller may state is covered by both. */
    public boolean meets(ConsentPurposes other) {
        for (PurposeOfUse stated : PurposeOfUse.values()) {
            if (match(stated) != ConsentMatch.NO && other.match(stated) != ConsentMatch.NO) {
                return true;
            }
        }
        return false;
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
