package org.firewarden.gate.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.firewarden.problem.Problem;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrativeRulesTest {

    private static final String XMLNS = " xmlns=\"http://www.w3.org/1999/xhtml\"";

    private static List<String> codes(String inner) {
        return problems("<div" + XMLNS + ">" + inner + "</div>").stream()
                .map(Problem::code)
                .toList();
    }

    private static List<Problem> problems(String div) {
        XhtmlNode node = new XhtmlNode();
        node.setValueAsString(div);
        return List.copyOf(NarrativeRules.problems("Patient.text.div", node));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text &lt;script&gt;",
                "<p class=\"x\" id=\"a\" title=\"b\" lang=\"en\" dir=\"ltr\">a<br/>b</p>",
                "<h1>t</h1><ul><li>one</li></ul><ol start=\"2\"><li>two</li></ol><hr/>",
                "<table border=\"1\" summary=\"s\"><caption>c</caption><thead><tr><th scope=\"col\">h</th></tr></thead>"
                        + "<tbody><tr><td colspan=\"2\" style=\"color: #ff0000; border: 1px solid rgb(1, 2, 3)\">x</td></tr></tbody></table>",
                "<a href=\"https://example.org/x?y=z#a\">w</a><a name=\"n\">n</a><a href=\"#n\">n</a>",
                "<a href=\"Patient/1\">p</a><a href=\"mailto:a@example.org\">m</a><a href=\"tel:+1\">t</a>",
                "<img src=\"#pic1\" alt=\"x\"/>",
                "<img src=\"data:image/png;base64,iVBORw0KGgo=\"/>",
                "<p style=\"\">x</p>",
                "<p style=\"font-family: 'Times New Roman', serif; margin-left: 10%; width: calc(100% - 2em);\">x</p>"
            })
    void whatFhirAllowsIsAllowed(String inner) {
        assertThat(codes(inner)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "<script>alert(1)</script>~narrative-element",
                "<SCRIPT>alert(1)</SCRIPT>~narrative-element",
                "<svg onload=\"alert(1)\"></svg>~narrative-element",
                "<math><mi>x</mi></math>~narrative-element",
                "<iframe src=\"https://e.example\"></iframe>~narrative-element",
                "<object data=\"x\"></object>~narrative-element",
                "<embed src=\"x\"/>~narrative-element",
                "<form action=\"x\"><input/></form>~narrative-element",
                "<style>p{}</style>~narrative-element",
                "<link rel=\"stylesheet\" href=\"x\"/>~narrative-element",
                "<meta http-equiv=\"refresh\" content=\"0\"/>~narrative-element",
                "<base href=\"https://e.example\"/>~narrative-element",
                "<x:script>1</x:script>~narrative-element",
                "<p onclick=\"x()\">x</p>~narrative-attribute",
                "<img src=\"#a\" onerror=\"x()\"/>~narrative-attribute",
                "<p ONCLICK=\"x()\">x</p>~narrative-attribute",
                "<p formaction=\"x\">x</p>~narrative-attribute",
                "<p src=\"x\">x</p>~narrative-attribute",
                "<img src=\"#a\" srcset=\"https://e.example/x 2x\"/>~narrative-attribute",
                "<td background=\"https://e.example/x\">x</td>~narrative-attribute",
                "<a href=\"javascript:alert(1)\">x</a>~narrative-address",
                "<a href=\"JaVaScRiPt:alert(1)\">x</a>~narrative-address",
                "<a href=\" javascript:alert(1)\">x</a>~narrative-address",
                "<a href=\"java&#x9;script:alert(1)\">x</a>~narrative-address",
                "<a href=\"java&#xA;script:alert(1)\">x</a>~narrative-address",
                "<a href=\"&#106;avascript:alert(1)\">x</a>~narrative-address",
                "<a href=\"vbscript:x\">x</a>~narrative-address",
                "<a href=\"data:text/html,x\">x</a>~narrative-address",
                "<a href=\"file:///etc/passwd\">x</a>~narrative-address",
                "<a href=\"\\\\evil\\x\">x</a>~narrative-address",
                "<img src=\"https://e.example/x.png\"/>~narrative-address",
                "<img src=\"//e.example/x.png\"/>~narrative-address",
                "<img src=\"x.png\"/>~narrative-address",
                "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\"/>~narrative-address",
                "<img src=\"#a\" longdesc=\"https://e.example\"/>~narrative-address",
                "<blockquote cite=\"javascript:x\">x</blockquote>~narrative-address",
                "<p style=\"background: url(https://e.example/x)\">x</p>~narrative-style",
                "<p style=\"background: u\\72l(https://e.example/x)\">x</p>~narrative-style",
                "<p style=\"background: ur/**/l(https://e.example/x)\">x</p>~narrative-style",
                "<p style=\"background: image-set('https://e.example/x' 1x)\">x</p>~narrative-style",
                "<p style=\"width: expression(alert(1))\">x</p>~narrative-style",
                "<p style=\"behavior: x\">x</p>~narrative-style",
                "<p style=\"-moz-binding: x\">x</p>~narrative-style",
                "<p style=\"position: fixed\">x</p>~narrative-style",
                "<p style=\"color: red; @import 'x'\">x</p>~narrative-style",
                "a<!-- comment -->~narrative-markup",
                "a<![CDATA[<script>]]>~narrative-markup",
                "a<?php x ?>~narrative-markup",
                "<p> </p>~narrative-empty"
            })
    void whatABrowserWouldRunOrLoadIsRefused(String inner, String code) {
        assertThat(codes(inner)).contains(code);
    }

    @Test
    void eachProblemIsNamedOnce() {
        assertThat(codes("<script>1</script><script>2</script><p onclick=\"x\" style=\"behavior:x\">y</p>"
                        + "<a href=\"javascript:1\">z</a>"))
                .containsExactlyInAnyOrder(
                        "narrative-element", "narrative-attribute", "narrative-style", "narrative-address");
    }

    @Test
    void whatIsRefusedIsNotRepeatedUnlessItIsHtmlsOwn() {
        assertThat(problems(
                        "<div" + XMLNS + "><johnsmith born=\"1970\"/><p ssn123=\"1\">x</p><script>x</script></div>"))
                .extracting(Problem::text)
                .noneMatch(text -> text.contains("johnsmith") || text.contains("ssn123") || text.contains("1970"))
                .anyMatch(text -> text.contains("script"));
    }

    @Test
    void aNarrativeIsOneDiv() {
        assertThat(NarrativeRules.problems("Patient.text.div", new XhtmlNode(NodeType.Element, "p").addText("x")))
                .extracting(Problem::code)
                .containsExactly("narrative-root");
        assertThat(problems("<div xmlns=\"http://www.w3.org/2000/svg\">x</div>"))
                .extracting(Problem::code)
                .containsExactly("narrative-attribute");
    }
}
