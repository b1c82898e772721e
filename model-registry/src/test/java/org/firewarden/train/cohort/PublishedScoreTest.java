package org.firewarden.train.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.Moment;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.feature.UnitConversion;
import org.junit.jupiter.api.Test;

class PublishedScoreTest {

    private static final UnitConversion UNITS = new UnitConversion();
    private static final Moment DISCHARGE = Moment.day(LocalDate.of(2024, 3, 5));
    private static final PublishedScore LACE = PublishedScore.load("lace", UNITS);

    @Test
    void laceIsWhatItsTableGivesAndAbsentWhereAnInputIs() throws JsonProcessingException {
        // Four days 4, emergency 3, nothing recorded 0, no visit before 0.
        Optional<double[]> whole = LACE.inputs(new ChartReader(UNITS), chart("""
                "priority": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActPriority", "code": "EM"}]},
                """), DISCHARGE);
        Optional<double[]> unknown = LACE.inputs(new ChartReader(UNITS), chart(""), DISCHARGE);

        assertThat(unknown).isEmpty();
        double[] scores = LACE.scores(List.of(whole, unknown));
        assertThat(scores[0]).isEqualTo(7);
        assertThat(scores[1]).isNaN();
    }

    private static PatientChart chart(String priority) throws JsonProcessingException {
        return new PatientChart(node("""
                {"resourceType": "Patient", "id": "a", "birthDate": "1950", "gender": "female"}
                """), List.of(node("""
                {"resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "IMP",
                 "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode"}, %s "subject": {"reference": "Patient/a"},
                 "period": {"start": "2024-03-01", "end": "2024-03-05"}}
                """.formatted(priority))), "e");
    }

    private static ObjectNode node(String json) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(json);
    }
}
