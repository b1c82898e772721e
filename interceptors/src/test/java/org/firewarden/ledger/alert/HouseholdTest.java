package org.firewarden.ledger.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Address;
import org.junit.jupiter.api.Test;

class HouseholdTest {

    private static Address address(String line, String postalCode) {
        return new Address().addLine(line).setPostalCode(postalCode);
    }

    @Test
    void caseAccentsAndPunctuationDoNotCount() {
        assertThat(Household.of(List.of(address("12 Rue de l'\u00c9glise", "75001"))))
                .isEqualTo(Household.of(List.of(address("12, rue de l'Eglise", "75 001"))));
    }

    @Test
    void anotherApartmentOrTownIsAnotherHousehold() {
        List<String> here = Household.of(List.of(address("12 Main Street Apt 4", "12345")));

        assertThat(Household.of(List.of(address("12 Main Street Apt 5", "12345"))))
                .isNotEqualTo(here);
        assertThat(Household.of(List.of(address("12 Main Street Apt 4", "12346"))))
                .isNotEqualTo(here);
    }

    @Test
    void whereSomebodyWorksOrLivedDoesNotCount() {
        assertThat(Household.of(List.of(
                        address("1 Hospital Road", "1").setUse(Address.AddressUse.WORK),
                        address("2 Old Road", "1").setUse(Address.AddressUse.OLD))))
                .isEmpty();
    }

    @Test
    void halfAnAddressIsNone() {
        assertThat(Household.of(List.of(new Address().setPostalCode("12345"), new Address().addLine("12 Main Street"))))
                .isEmpty();
        assertThat(Household.of(List.of(new Address().addLine("12 Main Street").setCity("Boston"))))
                .hasSize(1);
    }
}
