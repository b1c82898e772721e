package org.firewarden.gate.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.firewarden.ledger.TestDatabase;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The job with its state in PostgreSQL. */
class RelabellingIT {

    private static final int MANY = 450;

    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
    private final LabelStores stores = new LabelStores();
    private final List<Resource> versions = new ArrayList<>();
    private int failAfter = Integer.MAX_VALUE;
    private int pages;

    @BeforeEach
    void nothingIsLabelled() {
        jdbc.update("UPDATE firewarden.label_state SET tables_hash = NULL, target_hash = NULL, cursor = 0");
        for (int i = 0; i < MANY; i++) {
            store(new Observation().setEncounter(new Reference("Encounter/e")).setId("Observation/o" + i));
        }
        store(new Encounter().setId("Encounter/e"));
        store(condition("http://snomed.info/sct", "86406008").setEncounter(new Reference("Encounter/e")));
    }

    private static Condition condition(String system, String code) {
        Condition condition = new Condition().setCode(new CodeableConcept(new Coding(system, code, null)));
        condition.setId("Condition/c");
        return condition;
    }

    private void store(Resource resource) {
        versions.add(resource);
        stores.store(resource.getId(), Labels.NONE);
    }

    private StoredVersions.Page page(long cursor, int size) {
        if (++pages > failAfter) {
            throw new IllegalStateException("cut off");
        }
        int from = (int) cursor;
        int to = Math.min(versions.size(), from + size);
        return new StoredVersions.Page(versions.subList(from, to), to - from, to);
    }

    private Relabelling relabelling(SensitivityTable table) {
        return new Relabelling(
                table,
                new LabelPropagation(stores, stores),
                this::page,
                new RelabellingState(jdbc),
                transaction,
                Duration.ofMillis(1));
    }

    @Test
    void everyStoredResourceIsLabelledAndTheStateSaysSo() {
        Relabelling relabelling = relabelling(SensitivityTable.shipped());
        assertThat(relabelling.progress().isComplete()).isFalse();

        relabelling.run();

        assertThat(relabelling.progress().isComplete()).isTrue();
        assertThat(relabelling.progress().seen()).isEqualTo(MANY + 2L);
        assertThat(stores.labels("Condition/c").toText()).isEqualTo("R HIV");
        assertThat(stores.labels("Encounter/e").toText()).isEqualTo("R HIV");
        assertThat(stores.labels("Observation/o0").toText()).isEqualTo("R HIV");
        assertThat(stores.labels("Observation/o" + (MANY - 1)).toText()).isEqualTo("R HIV");
    }

    @Test
    void aJobThatWasCutOffGoesOnWhereItWas() {
        failAfter = 2;
        relabelling(SensitivityTable.shipped()).run();
        assertThat(relabelling(SensitivityTable.shipped()).progress())
                .isEqualTo(new RelabellingProgress(false, 400, 0));
        failAfter = Integer.MAX_VALUE;
        pages = 0;

        relabelling(SensitivityTable.shipped()).run();

        assertThat(pages).as("the rest, and the end").isEqualTo(2);
        assertThat(stores.labels("Observation/o0").toText()).isEqualTo("R HIV");
    }

    @Test
    void withTheSameTablesThereIsNothingToDo() {
        relabelling(SensitivityTable.shipped()).run();
        pages = 0;

        relabelling(SensitivityTable.shipped()).run();

        assertThat(pages).isZero();
    }

    @Test
    void otherTablesLabelAgainAndTakeNothingAway() {
        relabelling(SensitivityTable.shipped()).run();
        SensitivityTable other = SensitivityTable.of(Map.of("t.tsv", """
                # Source: a test
                # Version: 1
                # Licence: none
                system\tcode\tlabels\tconfidentiality\tmeaning
                snomed\t86406008\tSEX\tV\tanother opinion
                """));

        Relabelling relabelling = relabelling(other);
        assertThat(relabelling.progress().isComplete()).isFalse();
        relabelling.run();

        assertThat(relabelling.progress().isComplete()).isTrue();
        assertThat(stores.labels("Condition/c").toText()).isEqualTo("V HIV SEX");
        assertThat(stores.labels("Observation/o0").toText()).isEqualTo("V HIV SEX");
    }

    @Test
    void anOlderVersionCountsToo() {
        versions.add(condition("http://snomed.info/sct", "706893006"));
        versions.add(condition("http://snomed.info/sct", "44054006"));

        relabelling(SensitivityTable.shipped()).run();

        assertThat(stores.labels("Condition/c").toText()).isEqualTo("V HIV SDV VIO");
    }

    @Test
    void aJobThatIsStoppedEndsWithoutSayingThatAllIsDone() {
        Relabelling relabelling = relabelling(SensitivityTable.shipped());
        relabelling.stop();

        relabelling.run();

        assertThat(relabelling.progress().isComplete()).isFalse();
    }
}
