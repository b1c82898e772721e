package org.firewarden.deid.operation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.dataset.Sensitivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each implementation of {@link DataSets} keeps to. */
abstract class DataSetsContract {

    static final Caller RITA = caller("rita", Role.RESEARCHER, PurposeOfUse.HRESCH, "hospital-a");
    static final Caller MAX = caller("max", Role.ML_ENGINEER, PurposeOfUse.HOPERAT, "hospital-a");
    static final Caller AUDREY = caller("audrey", Role.PRIVACY_OFFICER, PurposeOfUse.HOPERAT, "hospital-a");

    /** The registry. */
    abstract DataSets dataSets();

    /** Releases a data set of RITA's with one file {@code Patient.ndjson} of this text. */
    abstract DataSet release(Sensitivity sensitivity, String text);

    /** From now on it is so much later. */
    abstract void later(Duration duration);

    static Caller caller(String subject, Role role, PurposeOfUse purpose, String tenant) {
        return new Caller(
                subject, "app", Set.of(role), SmartScopes.parse("user/*.rs"), purpose, null, null, null, null, tenant);
    }

    static String read(DataSetAccess access, String file) throws IOException {
        try (InputStream in = ((DataSetAccess.Opened) access).files().read(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    int refusal(Caller caller, UUID id, DataSetUse use) {
        return dataSets().open(caller, id, use) instanceof DataSetAccess.Refused refused ? refused.status() : 200;
    }

    @Test
    void itsOwnerReadsWhatWasReleased() throws IOException {
        String text = "{\"resourceType\":\"Patient\",\"id\":\"a\"}\n".repeat(60_000);
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, text);

        DataSetAccess access = dataSets().open(RITA, dataSet.id(), DataSetUse.DOWNLOAD);
        assertThat(read(access, "Patient.ndjson")).isEqualTo(text);
        assertThat(dataSets().find(RITA, dataSet.id())).contains(dataSet);
        assertThat(dataSets().list(RITA)).contains(dataSet);
        assertThatThrownBy(() -> read(access, "Nothing.ndjson")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(Sensitivity.class)
    void nobodyElseKnowsOfIt(Sensitivity sensitivity) {
        DataSet dataSet = release(sensitivity, "x\n");
        for (Caller other : Set.of(
                caller("rita2", Role.RESEARCHER, PurposeOfUse.HRESCH, "hospital-a"),
                caller("rita", Role.RESEARCHER, PurposeOfUse.HRESCH, "hospital-b"),
                caller("cody", Role.CLINICIAN, PurposeOfUse.TREAT, "hospital-a"),
                caller("max", Role.ML_ENGINEER, PurposeOfUse.HOPERAT, "hospital-b"),
                caller("audrey", Role.PRIVACY_OFFICER, PurposeOfUse.HOPERAT, "hospital-b"))) {
            assertThat(dataSets().find(other, dataSet.id())).isEmpty();
            assertThat(dataSets().list(other)).doesNotContain(dataSet);
            assertThat(dataSets().dispose(other, dataSet.id())).isEmpty();
            for (DataSetUse use : DataSetUse.values()) {
                assertThat(refusal(other, dataSet.id(), use)).isEqualTo(404);
                assertThat(refusal(other, UUID.randomUUID(), use)).isEqualTo(404);
            }
        }
    }

    @Test
    void deidentifiedDataIsOpenToMlEngineersForTrainingOnly() throws IOException {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");

        assertThat(read(dataSets().open(MAX, dataSet.id(), DataSetUse.TRAIN), "Patient.ndjson"))
                .isEqualTo("x\n");
        assertThat(refusal(MAX, dataSet.id(), DataSetUse.DOWNLOAD)).isEqualTo(403);
        assertThat(refusal(
                        caller("max", Role.ML_ENGINEER, PurposeOfUse.TREAT, "hospital-a"),
                        dataSet.id(),
                        DataSetUse.TRAIN))
                .isEqualTo(404);
    }

    @Test
    void aLimitedDataSetIsItsOwnersAlone() {
        DataSet dataSet = release(Sensitivity.LIMITED, "x\n");

        assertThat(refusal(MAX, dataSet.id(), DataSetUse.TRAIN)).isEqualTo(404);
        assertThat(refusal(RITA, dataSet.id(), DataSetUse.TRAIN)).isEqualTo(200);
    }

    @Test
    void itsOwnerOpensItForResearchOnly() {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");

        assertThat(refusal(
                        caller("rita", Role.RESEARCHER, PurposeOfUse.TREAT, "hospital-a"),
                        dataSet.id(),
                        DataSetUse.DOWNLOAD))
                .isEqualTo(403);
    }

    @Test
    void thePrivacyOfficerKnowsOfItAndReadsNothingOfIt() {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");

        assertThat(dataSets().find(AUDREY, dataSet.id())).isPresent();
        assertThat(refusal(AUDREY, dataSet.id(), DataSetUse.DOWNLOAD)).isEqualTo(403);
    }

    @Test
    void whatWasDisposedOfIsGone() {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");
        DataSetAccess before = dataSets().open(RITA, dataSet.id(), DataSetUse.DOWNLOAD);

        DataSet ended = dataSets().dispose(AUDREY, dataSet.id()).orElseThrow();
        assertThat(Objects.requireNonNull(ended.disposal()).by()).isEqualTo("audrey");
        assertThat(refusal(RITA, dataSet.id(), DataSetUse.DOWNLOAD)).isEqualTo(410);
        assertThatThrownBy(() -> read(before, "Patient.ndjson")).isInstanceOf(IOException.class);
        assertThat(dataSets().dispose(RITA, dataSet.id()).orElseThrow().disposal())
                .isEqualTo(ended.disposal());
    }

    @Test
    void afterItsTimeItIsClosed() {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");
        later(Duration.ofDays(31));

        assertThat(refusal(RITA, dataSet.id(), DataSetUse.DOWNLOAD)).isEqualTo(410);
        assertThat(refusal(MAX, dataSet.id(), DataSetUse.TRAIN)).isEqualTo(410);
    }
}
