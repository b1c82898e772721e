package org.firewarden.cds.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.cds.hook.Hook;
import org.firewarden.cds.hook.Indicator;
import org.firewarden.cds.settings.AnswerSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.yaml.InvalidFileException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service needs a YAML file and no Java; what is not understood in it is refused. */
class ServiceFileTest {

    private static final String GOOD = """
            id: a-service
            version: 1.0.0
            hooks: [patient-view, order-sign]
            title: A title
            description: A description
            usageRequirements: Requirements
            models:
              - id: a-model
                name: A model
                estimate: A number
                leading-outcome: x
                on-not-applicable: card
                on-incomplete: none
                bands:
                  outcome: x
                  source: Somewhere
                  each:
                    - {name: low, from: 0, indicator: info}
                    - {name: high, from: 7, indicator: critical, reviewers: 2}
            override-reasons:
              - {code: not-now, display: Not now}
            """;

    @Test
    void aGoodFileIsRead() {
        ServiceDeclaration service = ServiceFile.parse("a.yaml", GOOD);
        assertThat(service.hooks()).containsExactly(Hook.PATIENT_VIEW, Hook.ORDER_SIGN);
        ServiceModel model = service.models().get(0);
        assertThat(model.onNotApplicable()).isTrue();
        assertThat(model.onIncomplete()).isFalse();
        assertThat(model.bands().of(6.9).name()).isEqualTo("low");
        assertThat(model.bands().of(7).indicator()).isEqualTo(Indicator.CRITICAL);
        assertThat(model.bands().of(7).reviewers()).isEqualTo(2);
        assertThat(model.bands().of(-1).name()).isEqualTo("low");
    }

    @Test
    void everyProblemIsNamedWithItsLine() {
        String bad = GOOD.replace("[patient-view, order-sign]", "[patient-veiw]")
                .replace("from: 7", "from: 0")
                .replace("on-incomplete: none", "on-incomplete: maybe")
                .replace("indicator: critical", "indicator: red")
                .replace("title: A title", "titel: A title");
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> ServiceFile.parse("a.yaml", bad))
                .satisfies(e -> assertThat(e.problems())
                        .anyMatch(text -> text.contains("a.yaml:3:") && text.contains("patient-veiw"))
                        .anyMatch(text -> text.contains("bands rise"))
                        .anyMatch(text -> text.contains("on-incomplete"))
                        .anyMatch(text -> text.contains("indicator"))
                        .anyMatch(text -> text.contains("'title' is missing"))
                        .anyMatch(text -> text.contains("unknown key 'titel'")));
    }

    @Test
    void theShippedFilesAreGoodAndNameEachServiceOnce() {
        ServiceCatalogue services = catalogue(null);
        for (String id : List.of(
                "prevent-risk",
                "prevent-cvd-risk",
                "news2-deterioration",
                "readmission-risk",
                "egfr-staging",
                "order-egfr-check")) {
            assertThat(services.find(id)).as(id).isPresent();
        }
        OrderRules rules = services.find("order-egfr-check").orElseThrow().orderRules();
        assertThat(Optional.ofNullable(rules).orElseThrow().rules()).hasSize(3).allSatisfy(rule -> {
            assertThat(rule.codes()).isNotEmpty();
            assertThat(rule.alternative()).isNotNull();
        });
    }

    @Test
    void theOperatorsFolderAddsServicesAndReplacesNone(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GOOD);
        Files.writeString(folder.resolve("notes.txt"), "not a service");
        assertThat(catalogue(folder).find("a-service")).isPresent();
        Files.writeString(folder.resolve("b.yaml"), GOOD.replace("a-service", "prevent-risk"));
        assertThatExceptionOfType(InvalidFileException.class).isThrownBy(() -> catalogue(folder));
    }

    private static ServiceCatalogue catalogue(@Nullable Path folder) {
        AnswerSettings answers =
                new AnswerSettings(AnswerSettings.STANDARD.timeBudget(), 1, Set.of(), false, folder, null);
        return new ServiceCatalogue(
                new CdsSettings(URI.create("https://cds.example"), List.of(), answers),
                new FixedModel(),
                Clock.systemUTC());
    }
}
