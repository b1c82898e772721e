package org.firewarden.model.prevent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.yaml.ShippedFile;

/** The PREVENT models as ONNX files, by a name such as {@code prevent-base-10y}. */
public final class PreventFiles {

    private static final Pattern NAME = Pattern.compile("prevent-(base|acr|hba1c|sdi|full)-(10|30)y");
    private static final String COEFFICIENTS = "prevent/coefficients.tsv";

    private PreventFiles() {}

    /** The columns of the input of a model. */
    public static List<String> inputs(String name) {
        return PreventGraph.inputs(parts(name).group(1));
    }

    /**
     * The file.
     *
     * @param columns the names of the inputs as its manifest has them, which must be those of the graph
     */
    public static byte[] make(String name, List<String> columns) {
        Matcher parts = parts(name);
        String variant = parts.group(1);
        if (!PreventGraph.inputs(variant).equals(columns)) {
            throw new IllegalArgumentException("the manifest of " + name + " has other inputs than its graph");
        }
        String table = ShippedFile.text(COEFFICIENTS);
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("model", name);
        metadata.put("citation", "https://doi.org/10.1161/CIRCULATIONAHA.123.067626");
        metadata.put("inputs", String.join(",", columns));
        metadata.put("outputs", String.join(",", PreventCoefficients.OUTCOMES));
        metadata.put("coefficients-sha256", Sha256.hex(table.getBytes(StandardCharsets.UTF_8)));
        return PreventGraph.toFile(variant, PreventCoefficients.parse(table, variant + "_" + parts.group(2)), metadata);
    }

    private static Matcher parts(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("there is no PREVENT model " + name);
        }
        return parts;
    }
}
