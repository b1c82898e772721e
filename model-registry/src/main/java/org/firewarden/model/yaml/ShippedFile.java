package org.firewarden.model.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files that ship inside the jar, by their path from its root, for example {@code features/prevent-base.yaml}. */
public final class ShippedFile {

    private ShippedFile() {}

    /**
     * The text of a file in UTF-8.
     *
     * @throws InvalidFileException if there is none
     */
    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a file.
     *
     * @throws InvalidFileException if there is none
     */
    public static byte[] bytes(String path) {
        try (InputStream stream = ShippedFile.class.getResourceAsStream("/" + path)) {
            if (stream == null) {
                throw new InvalidFileException(List.of(path + ":1: there is no such file"));
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
