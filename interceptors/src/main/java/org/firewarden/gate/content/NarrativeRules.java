package org.firewarden.gate.content;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.firewarden.problem.Problem;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * Checks one narrative, as it was parsed and will be written again, against FHIR R4 narrative.html. It changes nothing: what
 * a clinician signed is stored as it was signed, or not at all.
 */
final class NarrativeRules {

    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    private NarrativeRules() {}

    /**
     * What is wrong with the narrative, each thing once.
     *
     * @param path where the narrative stands, for example {@code Patient.text.div}
     */
    static Set<Problem> problems(String path, XhtmlNode narrative) {
        Set<Problem> problems = new LinkedHashSet<>();
        if (narrative.getNodeType() != NodeType.Element || !"div".equals(narrative.getName())) {
            problems.add(refused("narrative-root", path + ": a narrative is one div element."));
            return problems;
        }
        boolean hasContent = false;
        Deque<XhtmlNode> open = new ArrayDeque<>();
        open.push(narrative);
        while (!open.isEmpty()) {
            XhtmlNode node = open.pop();
            switch (node.getNodeType()) {
                case Element -> {
                    hasContent |= "img".equals(node.getName());
                    checkElement(path, node, problems);
                    node.getChildNodes().forEach(open::push);
                }
                case Text -> hasContent |= !String.valueOf(node.getContent()).isBlank();
                // Two parsers may read them differently, and a reader sees nothing of them.
                case Comment, CData, DocType, Document, Instruction ->
                    problems.add(refused(
                            "narrative-markup",
                            path + ": comments, CDATA sections, declarations and instructions are not allowed."));
            }
        }
        if (!hasContent) {
            problems.add(refused("narrative-empty", path + ": a narrative has text or an image (txt-2)."));
        }
        return problems;
    }

    private static void checkElement(String path, XhtmlNode node, Set<Problem> problems) {
        String element = String.valueOf(node.getName());
        if (!NarrativeVocabulary.isElement(element)) {
            problems.add(refused(
                    "narrative-element",
                    path + ": the element " + NarrativeVocabulary.spoken(element, "that was sent")
                            + " is not allowed."));
            return;
        }
        for (Map.Entry<String, String> attribute : node.getAttributes().entrySet()) {
            checkAttribute(path, element, attribute.getKey(), String.valueOf(attribute.getValue()), problems);
        }
    }

    private static void checkAttribute(String path, String element, String name, String value, Set<Problem> problems) {
        if (!NarrativeVocabulary.isAttribute(element, name) || (name.equals("xmlns") && !value.equals(XHTML))) {
            problems.add(refused(
                    "narrative-attribute",
                    path + ": the attribute " + NarrativeVocabulary.spoken(name, "that was sent") + " of " + element
                            + " is not allowed."));
            return;
        }
        boolean isHarmless = switch (name) {
            case "href", "cite" -> NarrativeAddress.isHarmlessLink(value);
            case "src" -> NarrativeAddress.isHarmlessImage(value);
            case "longdesc", "usemap" -> NarrativeAddress.isLocal(value);
            case "style" -> NarrativeStyle.isHarmless(value);
            default -> true;
        };
        if (!isHarmless) {
            String code = name.equals("style") ? "narrative-style" : "narrative-address";
            problems.add(refused(
                    code,
                    path + ": the value of " + name + " of " + element + " is not one that a narrative may have."));
        }
    }

    private static Problem refused(String code, String text) {
        return new Problem("invariant", code, text);
    }
}
