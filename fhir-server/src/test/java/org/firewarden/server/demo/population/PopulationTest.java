package org.firewarden.server.demo.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a directory of Bundles is read. */
class PopulationTest {
    private static final String PRACTITIONERS = bundle("""
            {"resourceType": "Practitioner", "id": "p1", "identifier": [{"system": "npi", "value": "1"}]}""");
    private static final String HOSPITALS = bundle("""
            {"resourceType": "Organization", "id": "h1"}""");
    private static final String PATIENT = bundle("""
            {"resourceType": "Patient", "id": "a1", "generalPractitioner": [
              {"reference": "Practitioner?identifier=npi|1"}]}""");

    @TempDir
    private Path directory;

    @Test
    void hospitalsAndPractitionersComeBeforePatients() throws IOException {
        write("Ann_Example_a1.json", PATIENT);
        write("practitionerInformation1.json", PRACTITIONERS);
        write("hospitalInformation1.json", HOSPITALS);

        assertThat(Population.in(directory)
                        .bundles()
                        .map(b -> b.tree().at("/entry/0/request/url").asText()))
                .containsExactly("Organization/h1", "Practitioner/p1", "Patient/a1");
    }

    @Test
    void aPatientRefersToAPractitionerOfTheSameDirectoryById() throws IOException {
        write("Ann_Example_a1.json", PATIENT);
        write("practitionerInformation1.json", PRACTITIONERS);

        assertThat(Population.in(directory).bundles().toList().get(1).toJson())
                .contains("{\"reference\":\"Practitioner/p1\"}");
    }

    @Test
    void compressedFilesAreReadToo() throws IOException {
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(directory.resolve("a.json.gz")))) {
            gzip.write(PATIENT.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(Population.in(directory).bundles().map(PopulationBundle::resourceCount))
                .containsExactly(1);
    }

    @Test
    void theDirectoryMayBeTheOneThatSyntheaWasGiven() throws IOException {
        Files.createDirectory(directory.resolve("fhir"));
        write("fhir/a.json", PATIENT);

        assertThat(Population.in(directory).size()).isEqualTo(1);
    }

    @Test
    void aFileIsReadWhenItsTurnComesAndItsErrorNamesNobody() throws IOException {
        write("Ann_Example_a1.json", PATIENT);
        write("Ben_Secret_b1.json", "{\"resourceType\": \"Bundle\", \"Secret\" 555-12-3456");

        Iterator<PopulationBundle> bundles = Population.in(directory).bundles().iterator();

        assertThat(bundles.next().resourceCount()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(bundles::next)
                .withMessage("A file of the population holds no JSON.")
                .withNoCause();
    }

    @Test
    void aDirectoryWithoutAnyBundleIsRefused() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Population.in(directory));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Population.in(directory.resolve("there-is-no-such-directory")));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static String bundle(String resource) {
        return "{\"resourceType\": \"Bundle\", \"entry\": [{\"resource\": " + resource + "}]}";
    }
}
