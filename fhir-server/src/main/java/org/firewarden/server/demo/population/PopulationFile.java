package org.firewarden.server.demo.population;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One file of a population, gzip-compressed if its name says so. Synthea writes a patient's name into the name of the
 * file, so neither that nor the parser's words about the content go into an error.
 */
sealed interface PopulationFile {
    String name();

    InputStream open() throws IOException;

    /** A file that ships with the server. */
    record Shipped(String name) implements PopulationFile {
        static final String DIRECTORY = "/demo/population/";

        @Override
        public InputStream open() throws IOException {
            InputStream stream = PopulationFile.class.getResourceAsStream(DIRECTORY + name);
            if (stream == null) {
                throw new FileNotFoundException("The shipped population lacks a file that its index lists.");
            }
            return stream;
        }
    }

    /** A file of a directory that the user names. */
    record Local(Path path) implements PopulationFile {
        @Override
        public String name() {
            return path.toFile().getName();
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** The whole content. */
    default JsonNode read() {
        try (InputStream raw = open();
                InputStream content = name().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return PopulationJson.MAPPER.readTree(content);
        } catch (JacksonException e) {
            // Without the cause: its message quotes the content.
            throw new IllegalArgumentException("A file of the population holds no JSON.");
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the population cannot be read.", e);
        }
    }
}
