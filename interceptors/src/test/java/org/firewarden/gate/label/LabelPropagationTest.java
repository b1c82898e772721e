package org.firewarden.gate.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.firewarden.gate.label.LabelPropagation.Item;
import org.junit.jupiter.api.Test;

class LabelPropagationTest {

    private static final Labels HIV = Labels.ofText("R HIV");
    private static final Labels ABUSE = Labels.ofText("V SDV VIO");

    private final LabelStores stores = new LabelStores();
    private final LabelPropagation propagation = new LabelPropagation(stores, stores);

    private Item item(String reference, Labels labels, String... carriers) {
        stores.store(reference, labels);
        return new Item(
                reference,
                labels,
                labels,
                Set.of(carriers),
                reference.startsWith("Encounter/") || reference.startsWith("Medication/"),
                reference.startsWith("Condition/") || reference.startsWith("Procedure/"));
    }

    private void write(Item... items) {
        propagation.settle(List.of(items));
    }

    @Test
    void aSensitiveConditionRaisesItsEncounterAndWhatIsWrittenWithIt() {
        write(
                item("Observation/o", Labels.NONE, "Encounter/e"),
                item("Encounter/e", Labels.NONE),
                item("Condition/c", HIV, "Encounter/e"));

        assertThat(stores.labels("Encounter/e")).isEqualTo(HIV);
        assertThat(stores.labels("Observation/o")).isEqualTo(HIV);
    }

    @Test
    void whatWasWrittenBeforeIsRaisedToo() {
        write(item("Encounter/e", Labels.NONE), item("Observation/o", Labels.NONE, "Encounter/e"));
        write(item("Condition/c", HIV, "Encounter/e"));

        assertThat(stores.labels("Encounter/e")).isEqualTo(HIV);
        assertThat(stores.labels("Observation/o")).isEqualTo(HIV);
    }

    @Test
    void whatIsWrittenLaterTakesOver() {
        write(item("Encounter/e", Labels.NONE), item("Condition/c", HIV, "Encounter/e"));
        write(item("Observation/o", Labels.NONE, "Encounter/e"));

        assertThat(stores.labels("Observation/o")).isEqualTo(HIV);
    }

    @Test
    void aSensitiveResultLabelsItselfOnly() {
        write(
                item("Encounter/e", Labels.NONE),
                item("Observation/o", HIV, "Encounter/e"),
                item("Procedure/p", Labels.NONE, "Encounter/e"));

        assertThat(stores.labels("Encounter/e")).isEqualTo(Labels.NONE);
        assertThat(stores.labels("Procedure/p")).isEqualTo(Labels.NONE);
    }

    @Test
    void aLabelledEncounterRaisesWhatHangsOnIt() {
        write(item("Encounter/e", ABUSE), item("Observation/o", HIV, "Encounter/e"));

        assertThat(stores.labels("Observation/o")).isEqualTo(ABUSE.join(HIV));
    }

    @Test
    void anEncounterThatIsPartOfARaisedOneIsRaisedWithItsResources() {
        write(
                item("Encounter/whole", Labels.NONE),
                item("Encounter/part", Labels.NONE, "Encounter/whole"),
                item("Observation/o", Labels.NONE, "Encounter/part"));
        write(item("Condition/c", HIV, "Encounter/whole"));

        assertThat(stores.labels("Encounter/part")).isEqualTo(HIV);
        assertThat(stores.labels("Observation/o")).isEqualTo(HIV);
    }

    @Test
    void anEncounterThatBecomesPartOfALabelledOnePassesItOn() {
        write(item("Encounter/whole", HIV));
        write(
                item("Encounter/part", Labels.NONE, "Encounter/whole"),
                item("Observation/o", Labels.NONE, "Encounter/part"));

        assertThat(stores.labels("Observation/o")).isEqualTo(HIV);
    }

    @Test
    void thePartDoesNotRaiseTheWhole() {
        write(
                item("Encounter/whole", Labels.NONE),
                item("Encounter/part", Labels.NONE, "Encounter/whole"),
                item("Condition/c", HIV, "Encounter/part"));

        assertThat(stores.labels("Encounter/whole")).isEqualTo(Labels.NONE);
    }

    @Test
    void encountersThatArePartOfEachOtherEnd() {
        write(
                item("Encounter/a", Labels.NONE, "Encounter/b"),
                item("Encounter/b", Labels.NONE, "Encounter/a"),
                item("Condition/c", HIV, "Encounter/a"));

        assertThat(stores.labels("Encounter/b")).isEqualTo(HIV);
    }

    @Test
    void anOrderTakesOverItsMedicationsLabelsAndDoesNotRaiseIt() {
        write(item("Medication/m", HIV));
        write(item("MedicationRequest/r", Labels.NONE, "Medication/m"));
        write(item("Medication/n", Labels.NONE));
        write(item("Procedure/p", ABUSE, "Medication/n"));

        assertThat(stores.labels("MedicationRequest/r")).isEqualTo(HIV);
        assertThat(stores.labels("Medication/n")).isEqualTo(Labels.NONE);
    }

    @Test
    void twoConditionsAddUp() {
        write(
                item("Encounter/e", Labels.NONE),
                item("Condition/c", HIV, "Encounter/e"),
                item("Condition/d", ABUSE, "Encounter/e"));

        assertThat(stores.labels("Encounter/e")).isEqualTo(ABUSE.join(HIV));
        assertThat(stores.labels("Condition/c")).isEqualTo(ABUSE.join(HIV));
    }

    @Test
    void anEncounterWrittenAgainKeepsWhatItsConditionsSaid() {
        write(item("Encounter/e", Labels.NONE), item("Condition/c", HIV, "Encounter/e"));
        write(item("Encounter/e", Labels.NONE));
        write(item("Observation/o", Labels.NONE, "Encounter/e"));

        assertThat(stores.labels("Observation/o")).isEqualTo(HIV);
    }

    @Test
    void withoutLabelsNothingIsRaised() {
        write(item("Encounter/e", Labels.NONE), item("Observation/o", Labels.NONE, "Encounter/e"));

        assertThat(stores.raises()).isZero();
    }

    @Test
    void whatCarriesEnoughAlreadyIsNotTouchedAgain() {
        write(item("Encounter/e", HIV), item("Condition/c", HIV, "Encounter/e"));

        assertThat(stores.raises()).isZero();
    }
}
