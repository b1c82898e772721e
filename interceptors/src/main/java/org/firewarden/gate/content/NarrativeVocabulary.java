package org.firewarden.gate.content;

import java.util.Map;
import java.util.Set;

/**
 * The elements and attributes that a narrative may have: HTML 4.0 chapters 7 to 11 (without section 4 of chapter 9) and 15,
 * links, images and style attributes (FHIR R4 narrative.html, invariant txt-1). What is not listed is not allowed.
 */
final class NarrativeVocabulary {

    private static final Set<String> ELEMENTS = Set.of(
            "a",
            "abbr",
            "acronym",
            "address",
            "area",
            "b",
            "bdo",
            "big",
            "blockquote",
            "br",
            "caption",
            "cite",
            "code",
            "col",
            "colgroup",
            "dd",
            "dfn",
            "div",
            "dl",
            "dt",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "img",
            "kbd",
            "li",
            "map",
            "ol",
            "p",
            "pre",
            "q",
            "samp",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "tt",
            "ul",
            "var");

    /** Allowed on each element. */
    private static final Set<String> GENERAL =
            Set.of("title", "style", "class", "id", "lang", "xml:lang", "dir", "accesskey", "tabindex");

    private static final Set<String> CELL = Set.of(
            "abbr", "align", "axis", "char", "charoff", "colspan", "headers", "nowrap", "rowspan", "scope", "span",
            "valign", "width", "height", "bgcolor");

    private static final Map<String, Set<String>> PARTICULAR = Map.ofEntries(
            Map.entry(
                    "a",
                    Set.of("href", "name", "charset", "type", "hreflang", "rel", "rev", "shape", "coords", "target")),
            Map.entry("area", Set.of("href", "nohref", "shape", "coords", "alt")),
            Map.entry("blockquote", Set.of("cite")),
            Map.entry("br", Set.of("clear")),
            Map.entry("caption", Set.of("align")),
            Map.entry("col", CELL),
            Map.entry("colgroup", CELL),
            Map.entry("div", Set.of("xmlns", "align")),
            Map.entry("h1", Set.of("align")),
            Map.entry("h2", Set.of("align")),
            Map.entry("h3", Set.of("align")),
            Map.entry("h4", Set.of("align")),
            Map.entry("h5", Set.of("align")),
            Map.entry("h6", Set.of("align")),
            Map.entry("hr", Set.of("align", "noshade", "size", "width")),
            Map.entry("img", Set.of("src", "alt", "longdesc", "height", "width", "usemap", "ismap", "border", "align")),
            Map.entry("li", Set.of("type", "value")),
            Map.entry("map", Set.of("name")),
            Map.entry("ol", Set.of("type", "start", "compact")),
            Map.entry("p", Set.of("align")),
            Map.entry("pre", Set.of("space", "width")),
            Map.entry("q", Set.of("cite")),
            Map.entry(
                    "table",
                    Set.of(
                            "summary",
                            "width",
                            "border",
                            "frame",
                            "rules",
                            "cellspacing",
                            "cellpadding",
                            "align",
                            "bgcolor")),
            Map.entry("tbody", CELL),
            Map.entry("td", CELL),
            Map.entry("tfoot", CELL),
            Map.entry("th", CELL),
            Map.entry("thead", CELL),
            Map.entry("tr", CELL),
            Map.entry("ul", Set.of("type", "compact")));

    /**
     * Names of HTML, SVG and MathML that clients send and that are refused: they may be named in the answer. A name that
     * stands nowhere here may be made up of somebody's data and is not repeated.
     */
    private static final Set<String> KNOWN_AND_REFUSED = Set.of(
            "applet",
            "audio",
            "base",
            "body",
            "button",
            "canvas",
            "center",
            "embed",
            "font",
            "form",
            "frame",
            "frameset",
            "head",
            "html",
            "iframe",
            "input",
            "isindex",
            "label",
            "link",
            "marquee",
            "math",
            "meta",
            "noscript",
            "object",
            "option",
            "param",
            "script",
            "section",
            "select",
            "source",
            "style",
            "svg",
            "template",
            "textarea",
            "title",
            "u",
            "video",
            "action",
            "background",
            "data",
            "formaction",
            "onabort",
            "onblur",
            "onchange",
            "onclick",
            "ondblclick",
            "onerror",
            "onfocus",
            "oninput",
            "onkeydown",
            "onkeypress",
            "onkeyup",
            "onload",
            "onmousedown",
            "onmousemove",
            "onmouseout",
            "onmouseover",
            "onmouseup",
            "onpointerdown",
            "onreset",
            "onresize",
            "onscroll",
            "onselect",
            "onsubmit",
            "ontoggle",
            "onunload",
            "poster",
            "srcdoc",
            "srcset",
            "xlink:href");

    private NarrativeVocabulary() {}

    static boolean isElement(String name) {
        return ELEMENTS.contains(name);
    }

    static boolean isAttribute(String element, String name) {
        return GENERAL.contains(name)
                || PARTICULAR.getOrDefault(element, Set.of()).contains(name);
    }

    /** The name, if it is one of HTML's, or words in its stead. */
    static String spoken(String name, String otherwise) {
        return ELEMENTS.contains(name) || GENERAL.contains(name) || KNOWN_AND_REFUSED.contains(name) ? name : otherwise;
    }
}
