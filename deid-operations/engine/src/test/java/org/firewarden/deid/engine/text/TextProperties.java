package org.firewarden.deid.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.firewarden.deid.engine.age.Timeline;
import org.firewarden.deid.engine.chart.Term;
import org.firewarden.deid.engine.place.Territories;
import org.firewarden.deid.engine.place.ZipAreas;
import org.junit.jupiter.api.Test;

/** Any text at all: never an exception, never the patient's name. */
final class TextProperties {

    private static final TextScrubber SCRUBBER =
            new TextScrubber(new Vocabulary(), new Territories(), new ZipAreas(), false);
    private static final TextContext CONTEXT = new TextContext(
            SCRUBBER.chart(List.of(new Term(Term.Kind.NAME, "Zebedaeus"))),
            Timeline.UNKNOWN,
            TextContext.Dates.YEAR,
            0,
            false,
            false);

    private static String scrub(String text) {
        return SCRUBBER.scrub(text, CONTEXT);
    }

    @Property(tries = 400)
    void aNameBetweenAnyTwoTextsIsGone(
            @ForAll @StringLength(max = 200) String before, @ForAll @StringLength(max = 200) String after) {
        assertThat(scrub(before + " Zebedaeus " + after).toLowerCase(Locale.ROOT))
                .doesNotContain("zebedaeus");
        assertThat(Markup.text(before + "<b>Zebe</b>daeus" + after)).isNotNull();
        assertThat(Markup.rtf("{\\rtf1 " + before + "\\par " + after)).isNotNull();
    }

    @Property(tries = 300)
    void anyBytesAreADocumentOrNone(@ForAll byte[] content, @ForAll @StringLength(max = 20) String type) {
        for (String contentType :
                List.of(type, "text/plain", "text/html", "text/rtf", "application/gzip", "application/xml")) {
            Optional<Documents.Document> document = Documents.scrubbed(contentType, content, TextProperties::scrub);
            assertThat(document).isNotNull();
        }
    }

    @Test
    void documentsAreDecodedScrubbedAndEncodedAgain() {
        assertThat(document("text/html", "<p title='Zebedaeus'>Zebe<b>daeus</b> has fever.<!-- Zebedaeus --></p>"))
                .isEqualTo("<html><body><p>[NAME] has fever.</p></body></html>");
        assertThat(document(
                        "application/xml",
                        "<ClinicalDocument><title>Note</title><text>&#90;ebedaeus has fever</text></ClinicalDocument>"))
                .isEqualTo("Note\n[NAME] has fever");
        assertThat(document("text/rtf", "{\\rtf1{\\fonttbl{\\f0 Zebedaeus;}}\\b Zebe\\b0 daeus has\\par \\'66ever}"))
                .doesNotContain("Zebe", "daeus")
                .contains("has", "fever");
        assertThat(Documents.scrubbed(
                        "application/pdf",
                        "%PDF-1.7 Zebedaeus".getBytes(StandardCharsets.UTF_8),
                        TextProperties::scrub))
                .isEmpty();
        assertThat(Documents.scrubbed("text/plain", new byte[] {(byte) 0xff, (byte) 0xfe, 'Z'}, TextProperties::scrub))
                .isEmpty();
        assertThat(Documents.scrubbed("image/png", "Zebedaeus".getBytes(StandardCharsets.UTF_8), TextProperties::scrub))
                .isEmpty();
    }

    private static String document(String type, String content) {
        return new String(
                Documents.scrubbed(type, content.getBytes(StandardCharsets.UTF_8), TextProperties::scrub)
                        .orElseThrow()
                        .content(),
                StandardCharsets.UTF_8);
    }
}
