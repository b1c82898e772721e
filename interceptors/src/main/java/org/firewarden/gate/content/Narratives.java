package org.firewarden.gate.content;

import ca.uhn.fhir.context.FhirContext;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * Finds each narrative of a resource: its own, those of what it contains or bundles, and those of a Composition's sections.
 * R4 has xhtml nowhere else but in values of any type; a test holds this against its definitions.
 */
final class Narratives {

    private Narratives() {}

    /** The same, and those in values of any type: HAPI stores a narrative as the value of an extension, where R4 has none. */
    static void everywhere(FhirContext fhir, IBaseResource resource, String path, BiConsumer<String, XhtmlNode> found) {
        Set<XhtmlNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        of(resource, path, (at, div) -> {
            seen.add(div);
            found.accept(at, div);
        });
        for (Narrative narrative : fhir.newTerser().getAllPopulatedChildElementsOfType(resource, Narrative.class)) {
            if (narrative.hasDiv() && seen.add(narrative.getDiv())) {
                found.accept(path + ".extension.value.div", narrative.getDiv());
            }
        }
    }

    /** Tells of each narrative with the path at which it stands. */
    static void of(IBaseResource resource, String path, BiConsumer<String, XhtmlNode> found) {
        if (resource instanceof DomainResource domain) {
            narrative(domain.getText(), path + ".text", found);
            int index = 0;
            for (IBaseResource contained : domain.getContained()) {
                of(contained, path + ".contained[" + index++ + "]", found);
            }
        }
        if (resource instanceof Composition composition) {
            sections(composition.getSection(), path, found);
        } else if (resource instanceof Bundle bundle) {
            entries(bundle, path, found);
        } else if (resource instanceof Parameters parameters) {
            parameters(parameters.getParameter(), path + ".parameter", found);
        }
    }

    private static void narrative(Narrative narrative, String path, BiConsumer<String, XhtmlNode> found) {
        // Asking whether there is a div would make an empty one.
        if (narrative.hasDiv()) {
            found.accept(path + ".div", narrative.getDiv());
        }
    }

    private static void sections(
            List<Composition.SectionComponent> sections, String path, BiConsumer<String, XhtmlNode> found) {
        int index = 0;
        for (Composition.SectionComponent section : sections) {
            String at = path + ".section[" + index++ + "]";
            narrative(section.getText(), at + ".text", found);
            sections(section.getSection(), at, found);
        }
    }

    private static void entries(Bundle bundle, String path, BiConsumer<String, XhtmlNode> found) {
        int index = 0;
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            String at = path + ".entry[" + index++ + "]";
            if (entry.getResource() != null) {
                of(entry.getResource(), at + ".resource", found);
            }
            if (entry.hasResponse() && entry.getResponse().getOutcome() != null) {
                of(entry.getResponse().getOutcome(), at + ".response.outcome", found);
            }
        }
    }

    private static void parameters(
            List<Parameters.ParametersParameterComponent> parameters,
            String path,
            BiConsumer<String, XhtmlNode> found) {
        int index = 0;
        for (Parameters.ParametersParameterComponent parameter : parameters) {
            String at = path + "[" + index++ + "]";
            if (parameter.getResource() != null) {
                of(parameter.getResource(), at + ".resource", found);
            }
            parameters(parameter.getPart(), at + ".part", found);
        }
    }
}
