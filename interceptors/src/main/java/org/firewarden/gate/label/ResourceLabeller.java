package org.firewarden.gate.label;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.firewarden.gate.decision.Confidentiality;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceType;

/**
 * Computes the labels of a resource from each Coding anywhere in it, contained resources and extensions among them, and finds
 * the carriers on which it hangs.
 */
public final class ResourceLabeller {

    /**
     * Types whose labels pass to what refers to them: what happened in a sensitive Encounter is sensitive, and so is the order
     * of a sensitive Medication.
     */
    private static final Set<String> CARRIERS = Set.of("Encounter", "Medication");

    /**
     * Types that say what an Encounter was about, and so label it. A sensitive result (a score of a questionnaire that everybody
     * fills in, a screening test) labels itself and not all that happened on the same day.
     */
    private static final Set<ResourceType> RAISING = Set.of(ResourceType.Condition, ResourceType.Procedure);

    private final SensitivityTable table;

    /** Labels by this table. */
    public ResourceLabeller(SensitivityTable table) {
        this.table = table;
    }

    /** What {@link #scan} found: the labels that the codes imply, and the carriers as {@code Type/id}. */
    record Scan(Labels labels, Set<String> carriers) {}

    /** Looks through the resource once. */
    Scan scan(Resource resource) {
        Walk walk = new Walk();
        walk.visit(resource);
        return new Scan(walk.labels, walk.carriers);
    }

    /** True if labels of this resource pass to what refers to it. */
    static boolean isCarrier(Resource resource) {
        return CARRIERS.contains(resource.fhirType());
    }

    /** True if labels of this resource pass to the Encounter in which it was recorded. */
    static boolean isRaising(Resource resource) {
        return RAISING.contains(resource.getResourceType());
    }

    /** {@code Type/id} of a stored resource. */
    static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    /** The labels that a resource carries. */
    static Labels present(Resource resource) {
        return Labels.of(resource.getMeta().getSecurity());
    }

    /**
     * Puts labels and further codings into {@code meta.security}, beside what is there. The result states one class of
     * confidentiality, the highest of all.
     *
     * @param further codings that must stay, of whatever system
     */
    static void raise(Resource resource, Labels labels, List<Coding> further) {
        Labels goal = present(resource).join(labels).join(Labels.of(further));
        if (goal.isNone() && further.isEmpty()) {
            return;
        }
        List<Coding> security = resource.getMeta().getSecurity();
        for (Coding coding : further) {
            if (security.stream().noneMatch(present -> isSame(present, coding))) {
                security.add(coding.copy());
            }
        }
        for (Coding missing : missing(resource, goal)) {
            security.add(missing);
        }
        security.removeIf(coding -> Confidentiality.SYSTEM.equals(coding.getSystem())
                && !goal.confidentiality().name().equals(coding.getCode()));
    }

    /** The codings that a resource lacks to carry these labels. */
    static List<Coding> missing(Resource resource, Labels labels) {
        Labels present = present(resource);
        List<Coding> missing = new ArrayList<>();
        labels.codes().stream()
                .filter(code -> !present.codes().contains(code))
                .sorted()
                .forEach(code ->
                        missing.add(new Coding().setSystem(Labels.CODE_SYSTEM).setCode(code)));
        if (labels.confidentiality().compareTo(present.confidentiality()) > 0) {
            missing.add(new Coding()
                    .setSystem(Confidentiality.SYSTEM)
                    .setCode(labels.confidentiality().name()));
        }
        return missing;
    }

    private static boolean isSame(Coding one, Coding other) {
        return Objects.equals(one.getSystem(), other.getSystem()) && Objects.equals(one.getCode(), other.getCode());
    }

    private final class Walk {

        private Labels labels = Labels.NONE;
        private final Set<String> carriers = new LinkedHashSet<>();

        void visit(Base element) {
            if (element instanceof Coding coding) {
                label(coding);
            } else if (element instanceof Reference reference) {
                carrier(reference);
            }
            if (element instanceof PrimitiveType<?> primitive && !primitive.hasExtension()) {
                return;
            }
            for (Property property : element.children()) {
                if (property.hasValues()) {
                    property.getValues().forEach(this::visit);
                }
            }
        }

        private void label(Coding coding) {
            if (coding.getSystem() != null && coding.getCode() != null) {
                labels = labels.join(table.labels(coding.getSystem(), coding.getCode()));
            }
        }

        private void carrier(Reference reference) {
            if (reference.getReferenceElement().hasIdPart()
                    && CARRIERS.contains(
                            String.valueOf(reference.getReferenceElement().getResourceType()))) {
                carriers.add(reference.getReferenceElement().getResourceType() + "/"
                        + reference.getReferenceElement().getIdPart());
            }
        }
    }
}
