package org.firewarden.model.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.firewarden.model.admission.Submissions;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.SourceAttributes;
import org.firewarden.model.onnx.PoisonedFiles;
import org.firewarden.model.registry.Cards;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.junit.jupiter.api.Test;

class ModelCardPageTest {

    private static final ModelVersion VERSION = new ModelVersion(
            "risk", "1.0.0", Cards.DIGEST, Stage.PRODUCTION, Cards.card("<script>alert('x')</script>"));

    private static final ModelManifest MANIFEST = Submissions.manifest(PoisonedFiles.good());

    @Test
    void all31SourceAttributesAreListedAndWhatIsNotKnownSaysSo() {
        String page = new ModelCardPage(VERSION, MANIFEST).toHtml();

        SourceAttributes.all().forEach(attribute -> assertThat(page).contains("<dt>" + attribute.key() + " "));
        assertThat(page).contains("Not available");
    }

    @Test
    void eachTextIsEscaped() {
        assertThat(new ModelCardPage(VERSION, MANIFEST).toHtml())
                .doesNotContain("<script>")
                .contains("<h1>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</h1>");
    }

    @Test
    void everyPartOfTheCardIsThere() {
        assertThat(new ModelCardPage(VERSION, MANIFEST).toHtml())
                .contains("<html lang=\"en\">", "<h2>Limits</h2>", "<li>not this</li>", Cards.DIGEST, "production")
                .contains("developer", "use", "population", "performance", "citation", "licence");
    }

    /** Whatever the card says, each tag that opens also closes. */
    @Test
    void theBodyIsWellFormed() throws Exception {
        String page = new ModelCardPage(VERSION, MANIFEST).toHtml();
        String body = page.substring(page.indexOf("<body>"), page.indexOf("</html>"));

        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .getElementsByTagName("h1")
                        .getLength())
                .isEqualTo(1);
    }
}
