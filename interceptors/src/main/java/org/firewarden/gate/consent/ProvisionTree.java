package org.firewarden.gate.consent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.gate.decision.ConsentPeriod;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentPurposes;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/** Reads a provision with all that is nested in it, and finds what contradicts itself or can never hold. */
final class ProvisionTree {

    /** How deep provisions may be nested below the root. */
    static final int MAXIMUM_DEPTH = 16;

    /** How many provisions a Consent may have. */
    static final int MAXIMUM_PROVISIONS = 500;

    private static final String CONTRADICTION = "consent-contradiction";
    private static final String LOCATION = "http://hl7.org/fhir/StructureDefinition/consent-location";

    private final Problems problems;
    private int provisions;

    ProvisionTree(Problems problems) {
        this.problems = problems;
    }

    ConsentProvision read(ProvisionComponent root, String path) {
        return read(root, path, 0, ConsentPeriod.ALWAYS, ConsentPurposes.ANY);
    }

    private ConsentProvision read(
            ProvisionComponent provision, String path, int depth, ConsentPeriod within, ConsentPurposes around) {
        provisions++;
        if (provisions == MAXIMUM_PROVISIONS + 1) {
            problems.add("consent-too-large", "Consent", "has more than " + MAXIMUM_PROVISIONS + " provisions");
        }
        if (provision.hasModifierExtension() || provision.hasExtension(LOCATION)) {
            problems.cannotEnforce(path, "has an extension that changes what it means, which is not known here");
        }
        ProvisionReader reader = new ProvisionReader(provision, path, problems);
        ConsentProvision read = new ConsentProvision(
                type(provision),
                reader.period(),
                reader.actors(),
                reader.actions(),
                reader.purposes(),
                reader.labels(),
                reader.classes(),
                reader.codes(),
                reader.dataPeriod(),
                reader.data(),
                List.of());
        if (depth > 0) {
            checkNested(provision, read, path);
        }
        if (!read.period().overlaps(within) || !read.purposes().meets(around)) {
            problems.add(CONTRADICTION, path, "never holds: it shares no time or no purpose with what it is nested in");
        }
        boolean isNarrower = !read.purposes().codes().isEmpty();
        return read.except(nested(provision, path, depth, read.period(), isNarrower ? read.purposes() : around));
    }

    private List<ConsentProvision> nested(
            ProvisionComponent provision, String path, int depth, ConsentPeriod within, ConsentPurposes around) {
        List<ConsentProvision> nested = new ArrayList<>();
        if (provision.hasProvision() && depth == MAXIMUM_DEPTH) {
            problems.add("consent-too-deep", "Consent.provision", "is nested deeper than " + MAXIMUM_DEPTH);
            return nested;
        }
        for (int i = 0; i < provision.getProvision().size() && provisions <= MAXIMUM_PROVISIONS; i++) {
            String at = path + ".provision[" + i + "]";
            nested.add(read(provision.getProvision().get(i), at, depth + 1, within, around));
        }
        checkSiblings(nested, path);
        return nested;
    }

    private void checkNested(ProvisionComponent provision, ConsentProvision read, String path) {
        if (read.type() == null) {
            problems.add(CONTRADICTION, path + ".type", "is missing: a nested provision permits or denies");
        }
        if (read.isUnconditional() && !provision.hasPeriod()) {
            problems.add(CONTRADICTION, path, "names nothing to be an exception for");
        }
    }

    /** Two that cover the same and say the opposite. */
    private void checkSiblings(List<ConsentProvision> siblings, String path) {
        Set<ConsentProvision> permits = new HashSet<>();
        Set<ConsentProvision> denials = new HashSet<>();
        for (ConsentProvision sibling : siblings) {
            ConsentProvision criteria = sibling.except(List.of());
            (sibling.type() == ConsentProvision.Type.PERMIT ? permits : denials).add(criteria.withoutType());
        }
        permits.retainAll(denials);
        if (!permits.isEmpty()) {
            problems.add(CONTRADICTION, path, "both permits and denies the same");
        }
    }

    static ConsentProvision.@Nullable Type type(ProvisionComponent provision) {
        ConsentProvisionType type = provision.getType();
        if (type == ConsentProvisionType.DENY) {
            return ConsentProvision.Type.DENY;
        }
        return type == ConsentProvisionType.PERMIT ? ConsentProvision.Type.PERMIT : null;
    }
}
