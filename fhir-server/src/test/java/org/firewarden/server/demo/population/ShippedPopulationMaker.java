package org.firewarden.server.demo.population;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.firewarden.server.demo.population.PopulationIndex.PatientFile;
import org.firewarden.server.demo.population.PopulationIndex.Run;
import org.junit.jupiter.api.Test;

/**
 * Makes the shipped files again from the runs that the index lists; population/README.md says how. No build runs it: its
 * name is not that of a test.
 */
final class ShippedPopulationMaker {
    private static final Path RUNS = Path.of("population/target/synthea");
    private static final Path SHIPPED = Path.of("src/main/resources/demo/population");

    /** Health check-ups, by SNOMED CT code: whoever does them is the patient's practice. */
    private static final Set<String> CHECK_UPS = Set.of("162673000", "410620009");

    private final Map<String, ObjectNode> practices = new TreeMap<>();
    private final Map<String, List<ObjectNode>> consents = new HashMap<>();

    @Test
    void makeTheShippedPopulation() throws IOException {
        PopulationIndex index = PopulationIndex.shipped();
        JsonNode people = read(Path.of("population/people.json"));
        List<ObjectNode> staff = new ArrayList<>();
        for (ObjectNode resource : resources(people)) {
            String patient = resource.path("patient").path("reference").asText();
            (patient.isEmpty() ? staff : consents.computeIfAbsent(patient, p -> new ArrayList<>())).add(resource);
        }
        List<PatientFile> files = new ArrayList<>();
        for (Run run : index.runs()) {
            Path folder = RUNS.resolve(run.name()).resolve("fhir");
            List<JsonNode> providers = List.of(
                    read(only(folder, "hospitalInformation", ".json")),
                    read(only(folder, "practitionerInformation", ".json")));
            KnownIdentifiers known = KnownIdentifiers.of(providers);
            ReferencedResources referenced = new ReferencedResources(providers, known);
            for (PatientFile file : index.patients()) {
                if (file.run().equals(run.name())) {
                    PopulationBundle record = record(folder, file, known);
                    practices.putAll(referenced.from(record.tree()));
                    files.add(write(file, record));
                }
            }
        }
        ObjectNode first = bundle(practices.values());
        first.withArray("entry").addAll((ArrayNode) bundle(staff).path("entry"));
        PopulationBundle practice = PopulationBundle.repeatable(first, KnownIdentifiers.none());
        write(index.practices().file(), practice);
        writeIndex(index, practice.resourceCount(), files);
    }

    private PopulationBundle record(Path folder, PatientFile file, KnownIdentifiers known) throws IOException {
        JsonNode source = read(only(folder, "", "_" + file.source() + ".json"));
        ObjectNode patient = resources(source).get(0);
        patient.put("id", file.id());
        resources(source).stream()
                .filter(r -> CHECK_UPS.contains(r.at("/type/0/coding/0/code").asText()))
                .max(Comparator.comparing(r -> r.at("/period/start").asText()))
                .ifPresent(e -> patient.putArray("generalPractitioner")
                        .add(e.path("serviceProvider").deepCopy()));
        ArrayNode entries = (ArrayNode) source.path("entry");
        consents.getOrDefault("Patient/" + file.id(), List.of())
                .forEach(consent -> entries.addObject().set("resource", consent));
        return PopulationBundle.repeatable(source, known);
    }

    private static ObjectNode bundle(Iterable<ObjectNode> resources) {
        ObjectNode bundle = PopulationJson.MAPPER.createObjectNode().put("resourceType", "Bundle");
        ArrayNode entries = bundle.putArray("entry");
        resources.forEach(resource -> entries.addObject().set("resource", resource));
        return bundle;
    }

    private static List<ObjectNode> resources(JsonNode bundle) {
        List<ObjectNode> resources = new ArrayList<>();
        bundle.path("entry").forEach(entry -> resources.add((ObjectNode) entry.path("resource")));
        return resources;
    }

    private static Path only(Path folder, String start, String end) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.toFile().getName().startsWith(start)
                            && path.toFile().getName().endsWith(end))
                    .reduce((one, another) -> {
                        throw new IllegalStateException("More than one file for " + start + end);
                    })
                    .orElseThrow(() -> new IllegalStateException("No file for " + start + end + " in " + folder));
        }
    }

    private static JsonNode read(Path path) {
        return new PopulationFile.Local(path).read();
    }

    private static PatientFile write(PatientFile file, PopulationBundle bundle) throws IOException {
        write(file.file(), bundle);
        return new PatientFile(file.id(), file.file(), bundle.resourceCount(), file.run(), file.source());
    }

    /** Java's gzip header holds no time, so the same Bundle gives the same bytes. */
    private static void write(String name, PopulationBundle bundle) throws IOException {
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(SHIPPED.resolve(name))) {
            {
                def.setLevel(9);
            }
        }) {
            gzip.write(PopulationJson.MAPPER.writeValueAsBytes(bundle.tree()));
        }
    }

    private static void writeIndex(PopulationIndex old, int practiceResources, List<PatientFile> patients)
            throws IOException {
        PopulationIndex index = new PopulationIndex(
                old.generator(),
                old.lastDay(),
                old.special(),
                old.runs(),
                new PopulationIndex.Practices(old.practices().file(), practiceResources),
                patients);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withArrayIndenter(new DefaultIndenter("  ", "\n"))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        Files.writeString(
                SHIPPED.resolve("index.json"),
                PopulationJson.MAPPER.writer(printer).writeValueAsString(index) + '\n');
    }
}
