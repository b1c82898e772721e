package org.firewarden.smart.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.firewarden.access.SmartScopes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeWordsTest {

    @ParameterizedTest
    @CsvSource({
        "patient/*.read,                       patient/*.rs,             patient/*.read",
        "patient/*.*,                          patient/*.rs,             patient/*.rs",
        "patient/Observation.rs?category=a|b,  patient/*.rs,             patient/Observation.rs?category=a|b",
        "patient/Observation.rs,               patient/*.rs?_tag=x,      patient/Observation.rs?_tag=x",
        "patient/Observation.sr,               patient/*.cruds,          ''",
        "user/*.rs,                            patient/*.rs,             ''"
    })
    void whatIsGrantedWholeStaysAsItWasWritten(String word, String ceiling, String granted) {
        assertThat(ScopeWords.join(ScopeWords.within(Set.of(word), SmartScopes.parse(ceiling))))
                .isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource({
        "patient/Observation.r,          patient/*.rs,                   true",
        "patient/Observation.rs?_tag=x,  patient/Observation.rs,         true",
        "patient/Observation.rs,         patient/Observation.rs?_tag=x,  false",
        "patient/Observation.c,          patient/*.rs,                   false",
        "openid,                         patient/*.rs,                   false",
        "openid,                         openid,                         true",
        "made-up,                        patient/*.rs,                   false"
    })
    void whatIsWithinAGrantIsTold(String word, String granted, boolean isWithin) {
        assertThat(ScopeWords.areWithin(Set.of(word), Set.of(granted))).isEqualTo(isWithin);
    }

    @Test
    void withoutAPatientItsScopesFallAway() {
        assertThat(ScopeWords.withoutPatient(Set.of("patient/*.read", "user/*.rs", "openid")))
                .containsExactlyInAnyOrder("user/*.rs", "openid");
    }
}
