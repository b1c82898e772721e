package org.firewarden.smart.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentItemTest {

    @ParameterizedTest
    @CsvSource({
        "patient/Observation.rs, 'See test results, measurements and answers to questions in your record'",
        "patient/*.cruds,        'See, add, change and delete all health data in your record'",
        "user/Condition.cu,      'Add and change health problems and diagnoses that you are allowed to see yourself'",
        "patient/VisionPrescription.r, 'See data of the kind vision prescription in your record'",
        "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory, 'See"
                + " test results, measurements and answers to questions in your record, only where category is laboratory"
                + " results'"
    })
    void aScopeIsSaidInPlainWords(String word, String text) {
        assertThat(ConsentItem.of(Set.of(word), true).get(0).text()).isEqualTo(text);
    }

    @Test
    void whatIsTickedIsGrantedAndWhatHangsOnItGoesAlong() {
        Set<String> offered = Set.of("launch/patient", "openid", "fhirUser", "patient/Condition.rs", "offline_access");
        List<ConsentItem> items = ConsentItem.of(offered, true);

        assertThat(ConsentAnswer.of(offered, items, Set.of("0", "1", "2"))).isEqualTo(offered);
        assertThat(ConsentAnswer.of(offered, items, Set.of("0")))
                .containsExactlyInAnyOrder("launch/patient", "patient/Condition.rs");
        assertThat(ConsentAnswer.of(offered, items, Set.of("0.0", "9", "x"))).containsExactly("launch/patient");
        assertThat(ConsentAnswer.of(offered, items, Set.of("0", "0.0")))
                .contains("patient/Condition.rs?category="
                        + "http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item")
                .doesNotContain("patient/Condition.rs");
    }

    @Test
    void allDataCanBeLimitedToKindsOfData() {
        List<ConsentItem> items = ConsentItem.of(Set.of("patient/*.rs"), true);

        int allergies = items.get(0).parts().stream()
                .map(ConsentItem.Part::word)
                .toList()
                .indexOf("patient/AllergyIntolerance.rs");
        assertThat(ConsentAnswer.of(Set.of("patient/*.rs"), items, Set.of("0", "0." + allergies)))
                .containsExactly("patient/AllergyIntolerance.rs");
    }
}
