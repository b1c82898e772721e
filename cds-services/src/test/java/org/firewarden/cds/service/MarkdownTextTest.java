package org.firewarden.cds.service;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** CDS Hooks 2.0.1, card detail: nothing from a record becomes markup. */
class MarkdownTextTest {

    @Test
    void anElementBecomesText() {
        assertThat(MarkdownText.escape("<img src=x onerror=alert(1)>"))
                .isEqualTo("&#60;img src&#61;x onerror&#61;alert(1)&#62;");
    }

    @Test
    void linksCellsAndLinesBecomeText() {
        assertThat(MarkdownText.escape("![a](https://x.example) | b\n# c"))
                .isEqualTo("&#33;&#91;a&#93;(https&#58;//x&#46;example) &#124; b &#35; c");
        assertThat(MarkdownText.escape("www.evil.example")).isEqualTo("www&#46;evil&#46;example");
    }

    @Test
    void plainClinicalTextStaysReadable() {
        assertThat(MarkdownText.escape("HDL cholesterol, 55.5 mg/dL (Größe 2.0)"))
                .isEqualTo("HDL cholesterol, 55.5 mg/dL (Größe 2.0)");
    }

    @Test
    void charactersThatTurnOrHideTextAreDropped() {
        assertThat(MarkdownText.escape("a\u202eb\u200bc\u0007d")).isEqualTo("abcd");
    }

    @Test
    void literalTextKeepsItsPunctuationAndLosesItsMarkup() {
        assertThat(MarkdownText.literal("the patient's rate: 2.0 = \"x\" (a.b)!"))
                .isEqualTo("the patient's rate: 2.0 = \"x\" (a.b)!");
        assertThat(MarkdownText.literal("<b> [a](b) *c* `d` | e\nf &amp;"))
                .isEqualTo("&#60;b&#62; &#91;a&#93;(b) &#42;c&#42; &#96;d&#96; &#124; e f &#38;amp;");
    }

    @Property
    void noLiteralTextKeepsMarkup(@ForAll String text) {
        String escaped = MarkdownText.literal(text).replaceAll("&#[0-9]+;", "");
        assertThat(escaped).doesNotContainPattern("[&<>`\\\\*_\\[\\]#|~\\r\\n]");
    }

    @Property
    void noTextKeepsACharacterWithAMeaning(@ForAll String text) {
        String escaped = MarkdownText.escape(text).replaceAll("&#[0-9]+;", "");
        assertThat(escaped).doesNotContainPattern("[&<>\"'`\\\\*_{}\\[\\]|~:@!\\r\\n]");
    }
}
