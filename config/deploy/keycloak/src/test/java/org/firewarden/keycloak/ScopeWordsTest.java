package org.firewarden.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeWordsTest {

    private static final Set<String> KNOWN =
            Set.of("launch/patient", "patient/*.rs", "user/Observation.cruds", "offline_access");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "openid launch/patient patient/*.rs; openid launch/patient patient/*.rs",
                "patient/Observation.rs?category=laboratory; patient/*.rs",
                "patient/Observation.read patient/Patient.read; patient/*.rs",
                "user/*.rs; user/Observation.cruds",
                "system/*.rs launch unknown offline_access; offline_access",
                "patient/*.dus; ''"
            })
    void aRequestIsPutIntoWordsThatAreKnown(String asked, String known) {
        assertThat(ScopeWords.of(asked).inWordsOf(KNOWN)).hasToString(known);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "openid patient/*.rs; patient/Observation.rs; openid patient/Observation.rs",
                "patient/*.rs; patient/*.cruds user/*.cruds; patient/*.rs",
                "user/Observation.cruds; user/*.rs; user/Observation.rs",
                "launch/patient patient/*.rs; user/Patient.rs; launch/patient",
                "patient/*.rs; garbage; ''"
            })
    void whatIsGrantedIsNeverMoreThanWasAskedNorMoreThanIsKnown(String granted, String asked, String narrowed) {
        assertThat(ScopeWords.of(granted).narrowedTo(ScopeWords.of(asked))).hasToString(narrowed);
    }

    @Test
    void whatIsNotAboutFhirIsNotSmart() {
        assertThat(ScopeWords.of("openid profile email").isSmart()).isFalse();
        assertThat(ScopeWords.of(null).isSmart()).isFalse();
        assertThat(ScopeWords.of("openid launch").isSmart()).isTrue();
        assertThat(ScopeWords.of("user/*.rs").isSmart()).isTrue();
    }
}
