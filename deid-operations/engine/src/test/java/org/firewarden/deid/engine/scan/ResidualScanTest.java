package org.firewarden.deid.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.firewarden.deid.engine.chart.Charts;
import org.firewarden.deid.engine.chart.Term;
import org.firewarden.deid.engine.chart.Term.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResidualScanTest {

    private static ResidualScan scan() {
        Charts charts = new Charts();
        charts.note("Patient/1", new Term(Kind.NAME, "Zebedaeus"));
        charts.note("Patient/1", new Term(Kind.NAME, "White"));
        charts.note("Patient/1", new Term(Kind.NAME, "Georgia"));
        charts.note("Patient/1", new Term(Kind.STREET, "14 Gull Court"));
        charts.note("Patient/1", new Term(Kind.PHONE, "617-555-0199"));
        charts.note("Patient/1", new Term(Kind.NUMBER, "A71-5538"));
        charts.note("Patient/1", new Term(Kind.COORDINATE, "42.359121"));
        return new ResidualScan(charts, Set.of("white")::contains, Set.of("Georgia")::contains, false);
    }

    private static byte[] json(String value) {
        return ("{\"note\":\"" + value + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<String> spellings() {
        return Stream.of(
                "Zebedaeus",
                "x ZEBEDAEUS, y",
                "sueadebez",
                "\\nZebedaeus",
                base64("Zebedaeus"),
                base64("a note about Zebedaeus here"),
                base64("an note about zebedaeus here"),
                base64("any note about ZEBEDAEUS here"),
                HexFormat.of().formatHex("Zebedaeus".getBytes(StandardCharsets.UTF_8)),
                HexFormat.of()
                        .formatHex("..zebedaeus".getBytes(StandardCharsets.UTF_8))
                        .toUpperCase(Locale.ROOT),
                "&#90;&#101;&#98;&#101;&#100;&#97;&#101;&#117;&#115;",
                URLEncoder.encode("14 Gull Court", StandardCharsets.UTF_8),
                "14%20gull%20court",
                "lives at 14 gull court",
                "6175550199",
                "617-555-0199",
                "a71-5538",
                "White",
                "42.359121");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void anIdentifierIsFoundInEachSpelling(String value) {
        assertThatThrownBy(() -> scan().pass("Patient/1", json(value)))
                .isInstanceOf(ResidualIdentifierException.class)
                .hasMessage("an identifier of the patient is left");
    }

    @ParameterizedTest
    @ValueSource(strings = {"white blood cells", "Georgia", "zebedaeusx", "1617555019934", "A71-55381", "fever"})
    void whatIsNoneOfThemPasses(String value) {
        ResidualScan scan = scan();
        assertThatCode(() -> scan.pass("Patient/1", json(value))).doesNotThrowAnyException();
        assertThat(scan.scanned()).isEqualTo(1);
        assertThat(scan.held()).isZero();
    }

    @Test
    void anotherPatientsIdentifiersAreNotLookedFor() {
        assertThatCode(() -> scan().pass("Patient/2", json("Zebedaeus"))).doesNotThrowAnyException();
    }
}
