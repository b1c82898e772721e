package org.firewarden.model.prevent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.yaml.ShippedFile;

/** Writes the PREVENT files of this module; the build runs it once its classes are compiled. */
public final class PreventFiles {

    /** The file of the 10-year base model, from the root of the jar. */
    static final String BASE_10_YEARS = "models/prevent-base-10y-1.0.0.onnx";

    private static final String COEFFICIENTS = "prevent/coefficients-base-10y.tsv";

    private PreventFiles() {}

    /**
     * Writes the files.
     *
     * @param arguments the folder under which they are written
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]).resolve(BASE_10_YEARS);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, base10Years());
    }

    /** The 10-year base model. */
    static byte[] base10Years() {
        String table = ShippedFile.text(COEFFICIENTS);
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("model", "prevent-base-10y");
        metadata.put("version", "1.0.0");
        metadata.put("citation", "https://doi.org/10.1161/CIRCULATIONAHA.123.067626");
        metadata.put("inputs", String.join(",", PreventBaseGraph.INPUTS));
        metadata.put("outputs", String.join(",", PreventCoefficients.OUTCOMES));
        metadata.put("coefficients-sha256", Sha256.hex(table.getBytes(StandardCharsets.UTF_8)));
        return PreventBaseGraph.toFile(PreventCoefficients.parse(table, "base_10"), metadata);
    }
}
