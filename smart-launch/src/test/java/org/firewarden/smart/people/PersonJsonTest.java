package org.firewarden.smart.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.firewarden.smart.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonJsonTest {

    @ParameterizedTest
    @Requirement({198, 199})
    @ValueSource(strings = {"Practitioner/1", "PractitionerRole/1", "Patient/1", "RelatedPerson/1", "Person/1"})
    void aUserIsOneOfTheFiveTypesOfPeople(String fhirUser) {
        Person person = read(fhirUser);

        assertThat(person.fhirUser()).isEqualTo(fhirUser);
        assertThat(PersonJson.read(PersonJson.write(person), "{noop}x")).isEqualTo(person);
        assertThat(PersonJson.write(person).toString()).doesNotContain("noop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Device/1", "Organization/1", "https://elsewhere.example/Practitioner/1", "Practitioner/"})
    void nothingElseIsAUser(String fhirUser) {
        assertThatThrownBy(() -> read(fhirUser)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theUsualPurposeComesFirst() {
        Person person = PersonJson.read(
                PersonJson.parse("{\"name\": \"x\", \"purposes\": [\"HOPERAT\", \"TREAT\"]}"), "{noop}x");

        assertThat(person.usualPurpose().code()).isEqualTo("HOPERAT");
        assertThat(person.purposes()).hasSize(2);
    }

    @Test
    void passwordsAreKeptAsArgon2AndOtherHashesAreUnderstood() {
        String hash = Passwords.encoder().encode("correct horse battery staple");

        assertThat(hash).startsWith("{argon2@SpringSecurity_v5_8}$argon2id$");
        assertThat(Passwords.encoder().matches("correct horse battery staple", hash))
                .isTrue();
        assertThat(Passwords.encoder().matches("x", hash)).isFalse();
        assertThat(Passwords.encoder().matches("x", "{noop}x")).isTrue();
    }

    private static Person read(String fhirUser) {
        return PersonJson.read(
                PersonJson.parse("{\"name\": \"x\", \"roles\": [\"clinician\"], \"scope\": \"user/*.rs\", \"purposes\":"
                        + " [\"TREAT\"], \"fhirUser\": \"" + fhirUser + "\"}"),
                "{noop}x");
    }
}
