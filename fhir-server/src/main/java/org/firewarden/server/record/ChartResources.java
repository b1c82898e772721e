package org.firewarden.server.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.label.InputLabels;
import org.firewarden.gate.label.Labels;
import org.hl7.fhir.r4.model.Resource;

/** The resources of a chart as the gate judges them: under the labels that they would have if they were stored here. */
public final class ChartResources {

    /** What nobody can read is taken for the most sensitive that there is. */
    private static final Labels UNREADABLE = new Labels(Set.of(), Confidentiality.V);

    private final FhirContext fhir;
    private final InputLabels labels;

    ChartResources(FhirContext fhir, InputLabels labels) {
        this.fhir = fhir;
        this.labels = labels;
    }

    /**
     * Reads and labels them.
     *
     * @return empty if one of them is no FHIR R4
     */
    Optional<List<Resource>> labelled(Collection<ObjectNode> trees) {
        IParser parser = fhir.newJsonParser();
        parser.setParserErrorHandler(new LenientErrorHandler(false));
        List<Resource> resources = new ArrayList<>();
        try {
            for (ObjectNode tree : trees) {
                resources.add((Resource) parser.parseResource(tree.toString()));
            }
        } catch (DataFormatException e) {
            // The message may quote the resource; what cannot be read is not shown.
            return Optional.empty();
        }
        labels.raise(resources);
        return Optional.of(resources);
    }

    /** The labels of all of them together. */
    public Labels labelsOf(Collection<ObjectNode> trees) {
        return labelled(trees).map(InputLabels::joined).orElse(UNREADABLE);
    }
}
