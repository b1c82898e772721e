package org.firewarden.server.demo.population;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A population of synthetic patients, to be loaded Bundle by Bundle in the order given: hospitals and practitioners come
 * before the patients who refer to them. Only one Bundle is in memory at a time, but for those of the hospitals.
 */
public final class Population {
    private final List<PopulationFile> files;
    private final KnownIdentifiers known;

    private Population(List<PopulationFile> files, KnownIdentifiers known) {
        this.files = List.copyOf(files);
        this.known = known;
    }

    /** The population that ships with the server. */
    public static Population shipped() {
        List<PopulationFile> files = PopulationIndex.shipped().fileNames().stream()
                .<PopulationFile>map(PopulationFile.Shipped::new)
                .toList();
        return new Population(files, KnownIdentifiers.none());
    }

    /**
     * What one run of Synthea left: {@code *.json} or {@code *.json.gz} files with a Bundle each, in the directory or in
     * its folder {@code fhir}.
     *
     * @throws IOException if the directory cannot be read or holds no such file
     */
    public static Population in(Path directory) throws IOException {
        Path folder = Files.isDirectory(directory.resolve("fhir")) ? directory.resolve("fhir") : directory;
        List<PopulationFile> files;
        try (Stream<Path> paths = Files.list(folder)) {
            files = paths.<PopulationFile>map(PopulationFile.Local::new)
                    .filter(file -> file.name().endsWith(".json") || file.name().endsWith(".json.gz"))
                    .sorted(Comparator.comparing(Population::rank).thenComparing(PopulationFile::name))
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IOException("The directory of the population holds no .json or .json.gz file.");
        }
        return new Population(
                files,
                KnownIdentifiers.of(files.stream()
                        .filter(file -> rank(file) < 2)
                        .map(PopulationFile::read)
                        .toList()));
    }

    /** The same after the practices that ship, and so with the people who sign in to the demo. */
    public Population withShippedPractices() {
        List<PopulationFile> all = new ArrayList<>();
        all.add(new PopulationFile.Shipped(PopulationIndex.shipped().practices().file()));
        all.addAll(files);
        return new Population(all, known);
    }

    /** Practitioners refer to hospitals, patients to both. */
    private static int rank(PopulationFile file) {
        if (file.name().startsWith("hospitalInformation")) {
            return 0;
        }
        return file.name().startsWith("practitionerInformation") ? 1 : 2;
    }

    /** How many Bundles there are. */
    public int size() {
        return files.size();
    }

    /**
     * The Bundles in load order, each read when its turn comes.
     *
     * <p>Taking one throws {@link IllegalArgumentException} if its file holds no Bundle that can be loaded, and {@link
     * java.io.UncheckedIOException} if it cannot be read.
     */
    public Stream<PopulationBundle> bundles() {
        return files.stream().map(file -> PopulationBundle.repeatable(file.read(), known));
    }
}
