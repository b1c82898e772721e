package org.firewarden.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmartScopeTest {

    @ParameterizedTest
    @CsvSource({
        "patient/Observation.rs, patient/Observation.rs",
        "user/*.cruds, user/*.cruds",
        "system/Patient.r, system/Patient.r",
        "user/Patient.read, user/Patient.rs",
        "patient/*.write, patient/*.cud",
        "system/*.*, system/*.cruds"
    })
    void aScopeIsReadAndWrittenInItsV2Form(String text, String v2) {
        assertThat(SmartScope.parse(text)).map(SmartScope::toString).contains(v2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient/Observation.sr",
                "patient/Observation.",
                "patient/observation.rs",
                "Patient/Observation.rs",
                "patient/Observation.rs?",
                "patient/Observation.rs?category",
                "patient/Observation.rs?category=",
                "patient/Observation.rs?category=a,,b",
                "patient/Observation.rs?category=a&",
                "patient/Observation.rs?category:not=a",
                "patient/Observation.rs?subject.name=a",
                "patient/Observation.rs?category=a|b|c",
                "patient/Observation.rs?category=|",
                "patient/Observation.read?category=a",
                "user/*.rr",
                "launch/patient",
                "openid",
                "",
                "user/Patient.rs "
            })
    void whatIsNotAScopeGrantsNothing(String text) {
        assertThat(SmartScope.parse(text)).isEmpty();
    }

    @Test
    void scopesAreACeiling() {
        SmartScopes scopes = SmartScopes.parse("openid patient/Observation.rs user/Patient.r");

        assertThat(scopes.allows(Interaction.SEARCH, "Observation")).isTrue();
        assertThat(scopes.allows(Interaction.UPDATE, "Observation")).isFalse();
        assertThat(scopes.allows(Interaction.READ, "Condition")).isFalse();
        assertThat(scopes.allowsBeyondPatient(Interaction.READ, "Patient")).isTrue();
        assertThat(scopes.allowsBeyondPatient(Interaction.READ, "Observation")).isFalse();
    }

    @Test
    void whatIsGrantedIsTheMeetOfWhatIsAskedAndWhatIsAllowed() {
        SmartScopes asked = SmartScopes.parse("user/*.cruds patient/*.rs");

        assertThat(asked.meet(SmartScopes.parse("user/Patient.rs user/Observation.crs")))
                .hasToString("user/Observation.crs user/Patient.rs");
        assertThat(asked.meet(SmartScopes.NONE)).isEqualTo(SmartScopes.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "category=laboratory cat laboratory true",
                "category=cat|laboratory cat laboratory true",
                "category=other|laboratory cat laboratory false",
                "category=|laboratory cat laboratory false",
                "category=cat| cat laboratory true",
                "category=vital,laboratory cat laboratory true",
                "category=vital cat laboratory false",
                "code=laboratory cat laboratory false"
            })
    void aQueryHoldsForTheResourcesThatItNames(String query, String system, String code, boolean isAllowed) {
        SmartScope scope = SmartScope.parse("user/Observation.rs?" + query).orElseThrow();
        TokenValues tokens =
                parameter -> parameter.equals("category") ? Set.of(new CodedValue(system, code)) : Set.of();

        assertThat(scope.allows(Interaction.READ, "Observation", tokens)).isEqualTo(isAllowed);
    }

    @Test
    void eachClauseOfAQueryMustHold() {
        SmartScope scope =
                SmartScope.parse("user/Observation.rs?category=a&code=b").orElseThrow();
        TokenValues one = parameter -> parameter.equals("category") ? Set.of(new CodedValue("", "a")) : Set.of();
        TokenValues both = parameter -> Set.of(new CodedValue("", parameter.equals("category") ? "a" : "b"));

        assertThat(scope.allows(Interaction.READ, "Observation", one)).isFalse();
        assertThat(scope.allows(Interaction.READ, "Observation", both)).isTrue();
    }
}
