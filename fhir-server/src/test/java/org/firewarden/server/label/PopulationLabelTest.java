package org.firewarden.server.label;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.gate.label.Labels;
import org.firewarden.gate.label.SensitivityTable;
import org.firewarden.server.demo.population.Population;
import org.junit.jupiter.api.Test;

/** What of the demo's population is sensitive: a list that was read and approved, so that neither side changes unseen. */
class PopulationLabelTest {

    private static final Map<String, String> APPROVED = Map.ofEntries(
            // Mental health: results of questionnaires. That everybody is asked (171207006, 710841007) is not
            // sensitive.
            Map.entry("http://loinc.org|55758-7", "R MH PSY"),
            Map.entry("http://loinc.org|70274-6", "R MH PSY"),
            Map.entry("http://loinc.org|89204-2", "R MH PSY"),
            // Substance use: results, and what they led to.
            Map.entry("http://loinc.org|75626-2", "R ETH ETHUD SUD"),
            Map.entry("http://loinc.org|82667-7", "R ETH SUD"),
            Map.entry("http://snomed.info/sct|10939881000119105", "R ETH ETHUD SUD"),
            Map.entry("http://snomed.info/sct|361055000", "R ETH SUD"),
            // Abuse and violence.
            Map.entry("http://loinc.org|76501-6", "R SDV"),
            Map.entry("http://loinc.org|76504-0", "R SDV"),
            Map.entry("http://snomed.info/sct|706893006", "V SDV VIO"),
            Map.entry("http://snomed.info/sct|424393004", "R VIO"),
            // Contraception, sterilization, pregnancy loss.
            Map.entry("http://snomed.info/sct|389095005", "R SEX"),
            Map.entry("http://snomed.info/sct|169553002", "R SEX"),
            Map.entry("http://snomed.info/sct|301807007", "R SEX"),
            Map.entry("http://snomed.info/sct|46706006", "R SEX"),
            Map.entry("http://snomed.info/sct|65200003", "R SEX"),
            Map.entry("http://snomed.info/sct|183996000", "R SEX"),
            Map.entry("http://snomed.info/sct|267020005", "R SEX"),
            Map.entry("http://snomed.info/sct|156073000", "R SEX"),
            Map.entry("http://snomed.info/sct|161744009", "R SEX"),
            Map.entry("http://snomed.info/sct|19169002", "R SEX"),
            Map.entry("http://snomed.info/sct|35999006", "R SEX"),
            Map.entry("http://www.nlm.nih.gov/research/umls/rxnorm|1856546", "R SEX"),
            Map.entry("http://www.nlm.nih.gov/research/umls/rxnorm|748962", "R SEX"),
            Map.entry("http://www.nlm.nih.gov/research/umls/rxnorm|749762", "R SEX"),
            Map.entry("http://www.nlm.nih.gov/research/umls/rxnorm|757594", "R SEX"));

    private final ObjectMapper json = new ObjectMapper();
    private final SensitivityTable table = SensitivityTable.shipped();
    private final Map<String, String> found = new TreeMap<>();

    @Test
    void theApprovedCodesOfThePopulationAreSensitiveAndNoOther() {
        Population.shipped().bundles().forEach(bundle -> visit(tree(bundle.toJson())));

        assertThat(found).isEqualTo(new TreeMap<>(APPROVED));
    }

    private void visit(JsonNode node) {
        if (node.path("system").isTextual() && node.path("code").isTextual()) {
            String system = node.path("system").asText();
            String code = node.path("code").asText();
            Labels labels = table.labels(system, code);
            if (!labels.isNone()) {
                found.put(system + "|" + code, labels.toText());
            }
        }
        node.forEach(this::visit);
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
