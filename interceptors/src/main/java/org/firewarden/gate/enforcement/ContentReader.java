package org.firewarden.gate.enforcement;

import java.util.HashSet;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ResourceContent;
import org.firewarden.gate.decision.ConsentPeriod;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;

/** Walks over one resource, with all that is contained in it, and collects what a Consent may ask for. */
final class ContentReader {

    /** Elements whose codes say what a resource, or a part of it, is about. */
    private static final Set<String> SUBJECT_MATTER = Set.of(
            "category",
            "class",
            "code",
            "conclusionCode",
            "description",
            "diagnosis",
            "event",
            "item",
            "manifestation",
            "medication",
            "outcome",
            "procedure",
            "procedureCode",
            "productOrService",
            "reason",
            "reasonCode",
            "serviceCategory",
            "serviceType",
            "substance",
            "targetDisease",
            "type",
            "vaccineCode");

    /** Elements that hold, at whatever depth, who wrote, recorded or performed it. */
    private static final Set<String> AUTHORS = Set.of(
            "agent",
            "asserter",
            "attester",
            "authenticator",
            "author",
            "enterer",
            "performer",
            "recorder",
            "requester",
            "sender");

    private final Set<CodedValue> codes = new HashSet<>();
    private final Set<CodedValue> furtherCodes = new HashSet<>();
    private final Set<String> references = new HashSet<>();
    private final Set<String> authors = new HashSet<>();
    private final Set<String> innerTypes = new HashSet<>();

    private ContentReader() {}

    /**
     * Where in the resource the walk is.
     *
     * @param isOwn false within contained resources, entries and extensions
     * @param isSubjectMatter true below an element of {@link #SUBJECT_MATTER}
     * @param isAuthor true below an element of {@link #AUTHORS}
     */
    private record Place(boolean isOwn, boolean isSubjectMatter, boolean isAuthor) {}

    static ResourceContent read(Resource resource) {
        ContentReader reader = new ContentReader();
        reader.walk(resource, new Place(true, false, false));
        Set<String> profiles = new HashSet<>();
        resource.getMeta().getProfile().stream().map(UriType::getValue).forEach(profiles::add);
        ConsentPeriod time = ClinicalTime.of(resource);
        return new ResourceContent(
                reader.codes,
                reader.furtherCodes,
                reader.references,
                reader.authors,
                profiles,
                reader.innerTypes,
                time == null ? null : time.start(),
                time == null ? null : time.end());
    }

    private void walk(Base parent, Place place) {
        boolean isPart = parent instanceof Resource || parent instanceof BackboneElement;
        for (Property property : parent.children()) {
            if (!property.hasValues()) {
                continue;
            }
            String name = property.getName().replace("[x]", "");
            boolean isOwn = place.isOwn() && !name.equals("extension") && !name.equals("modifierExtension");
            Place inside = new Place(
                    isOwn,
                    isOwn && (place.isSubjectMatter() || (isPart && SUBJECT_MATTER.contains(name))),
                    isOwn && (place.isAuthor() || (isPart && AUTHORS.contains(name))));
            property.getValues().forEach(value -> visit(value, inside));
        }
    }

    private void visit(Base value, Place place) {
        if (value instanceof Meta || value instanceof Narrative) {
            return;
        }
        if (value instanceof Resource inner) {
            innerTypes.add(inner.fhirType());
            walk(inner, new Place(false, false, false));
            return;
        }
        if (value instanceof Coding coding && coding.hasCode()) {
            CodedValue code = new CodedValue(coding.hasSystem() ? coding.getSystem() : "", coding.getCode());
            (place.isSubjectMatter() ? codes : furtherCodes).add(code);
        } else if (value instanceof Reference reference) {
            add(reference, place);
        }
        walk(value, place);
    }

    private void add(Reference reference, Place place) {
        String type = reference.getReferenceElement().getResourceType();
        if (type != null && reference.getReferenceElement().hasIdPart()) {
            String relative = type + "/" + reference.getReferenceElement().getIdPart();
            references.add(relative);
            if (place.isAuthor()) {
                authors.add(relative);
            }
        }
    }
}
