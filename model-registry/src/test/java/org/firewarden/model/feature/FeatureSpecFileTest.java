package org.firewarden.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.firewarden.model.yaml.InvalidFileException;
import org.junit.jupiter.api.Test;

class FeatureSpecFileTest {

    private final FeatureSpecFile files =
            new FeatureSpecFile(new UnitConversion(), path -> "# remark\nurn:s\texact\t1\tone\n");

    private static final String WEIGHT = """
            id: t
            version: 1.0.0
            features:
              - name: weight
                title: Weight
                source: Observation
                codes: [{system: http://loinc.org, code: 29463-7, display: Body weight}]
                window: P1Y6M
                aggregation: latest
                unit: kg
                plausible: {minimum: 1, maximum: 600}
                missing: required
            """;

    @Test
    void aMeasurementIsRead() {
        MeasurementFeature weight = (MeasurementFeature)
                files.parse("t.yaml", WEIGHT).feature("weight").orElseThrow();

        assertThat(weight.unit()).isEqualTo("kg");
        assertThat(weight.window()).hasToString("1 year 6 months");
        assertThat(weight.plausible()).isEqualTo(Interval.closed(1, 600));
    }

    @Test
    void everyProblemIsNamedWithItsLine() {
        InvalidFileException refusal = refusal(WEIGHT.replace("unit: kg", "unit: kilos")
                .replace("window: P1Y6M", "window: 18 months")
                .replace("aggregation: latest", "agregation: latest")
                .replace("missing: required", "missing: guess"));

        assertThat(refusal.problems())
                .containsExactlyInAnyOrder(
                        "t.yaml:10: 'kilos' is no UCUM unit",
                        "t.yaml:8: a window is an ISO 8601 period such as P5Y or PT12H",
                        "t.yaml:4: key 'aggregation' is missing",
                        "t.yaml:9: unknown key 'agregation'",
                        "t.yaml:12: 'missing' is one of required, absent-means-false, substituted");
    }

    @Test
    void aNameStandsOnce() {
        String again = WEIGHT.substring(WEIGHT.indexOf("  - name"));
        assertThat(refusal(WEIGHT + again).problems()).containsExactly("t.yaml:13: feature 'weight' stands twice");
    }

    @Test
    void aMeasurementCannotBeAbsentAndFalse() {
        assertThat(refusal(WEIGHT.replace("missing: required", "missing: absent-means-false"))
                        .problems())
                .containsExactly("t.yaml:12: this rule is not for such a feature");
    }

    @Test
    void aSubstanceNeedsAConcentration() {
        assertThat(refusal(WEIGHT.replace("unit: kg", "unit: kg\n    substance: cholesterol"))
                        .problems())
                .containsExactly("t.yaml:10: the unit is none of the substance's concentration");
    }

    @Test
    void aCodeListWithProblemsIsRefusedWithItsOwnLines() {
        FeatureSpecFile broken =
                new FeatureSpecFile(new UnitConversion(), path -> "urn:s\texact\t1\tone\nurn:s\tlike\t2\ttwo\nx\n");
        String yaml = """
                id: t
                version: 1.0.0
                features:
                  - {name: ill, title: Ill, source: Condition, code-list: l.tsv, course: ever, missing: absent-means-false}
                """;

        assertThatThrownBy(() -> broken.parse("t.yaml", yaml))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("l.tsv:2: match is 'exact' or 'beginning'")
                .hasMessageContaining("l.tsv:3: ");
        assertThat(files.parse("t.yaml", yaml).features()).hasSize(1);
    }

    @Test
    void whatIsNoYamlOrNoMappingIsRefused() {
        assertThat(refusal("a: [1").problems()).hasSize(1);
        assertThat(refusal("- a").problems()).containsExactly("t.yaml:1: the file must hold a mapping");
        assertThat(refusal("").problems()).hasSize(1);
        assertThat(refusal("id: t\nid: u\nversion: 1\nfeatures: []").problems())
                .contains("t.yaml:2: key 'id' stands twice");
    }

    private InvalidFileException refusal(String yaml) {
        InvalidFileException refusal =
                catchThrowableOfType(InvalidFileException.class, () -> files.parse("t.yaml", yaml));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
