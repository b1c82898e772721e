package org.firewarden.model.shipped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.feature.FeatureSpecFile;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.prevent.PreventFiles;
import org.firewarden.model.score.ScoreFiles;
import org.firewarden.model.yaml.ShippedFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Writes artifact and manifest of each shipped model; the build runs it once its classes are compiled. What a file of a model does
 * not state is taken from {@code models/common.yaml}.
 */
public final class ShippedModelFiles {

    private static final int OPERATOR_SET = 18;
    private static final List<String> SCORES = List.of("ckd-epi-2021", "news2", "lace", "hospital", "pce-2013");

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> index = new ArrayList<>();

    private ShippedModelFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the files.
     *
     * @param arguments the folder under which they are written
     */
    public static void main(String[] arguments) throws IOException {
        Path models = Path.of(arguments[0]).resolve("models");
        Files.createDirectories(models);
        new ShippedModelFiles(models).writeAll();
    }

    private void writeAll() throws IOException {
        for (String score : SCORES) {
            write(tree(ShippedFile.text("models/" + score + ".yaml")));
        }
        for (PreventVariant variant : PreventVariant.ALL) {
            write(variant.complete(tree(variant.yaml())));
        }
        // Trained ones were made once, by a run that takes data; they ship as files beside this list and are
        // candidates, no more.
        ShippedFile.text("models/trained.txt").lines().forEach(name -> index.add(name + " candidate"));
        Files.writeString(folder.resolve("index.txt"), String.join("\n", index) + "\n");
    }

    private void write(ObjectNode model) throws IOException {
        ObjectNode whole = merged(tree(ShippedFile.text("models/common.yaml")), model);
        String stage = whole.remove("stage").asText();
        byte[] artifact = artifact(whole.remove("generator").asText(), texts(whole.path("inputs")));
        whole.putObject("artifact")
                .put("sha256", Sha256.hex(artifact))
                .put("bytes", artifact.length)
                .put("operatorSet", OPERATOR_SET);
        whole.set("features", features(whole.path("features").asText(), model));
        ModelManifest manifest = ManifestJson.read(json.writeValueAsBytes(whole));
        String name = manifest.model() + "-" + manifest.version();
        Files.write(folder.resolve(name + ".onnx"), artifact);
        Files.write(folder.resolve(name + ".manifest.json"), ManifestJson.write(manifest));
        index.add(name + " " + stage);
    }

    private static byte[] artifact(String generator, List<String> columns) {
        return ScoreFiles.has(generator) ? ScoreFiles.make(generator, columns) : PreventFiles.make(generator, columns);
    }

    /** The spec and the code lists that reading it asks for. */
    private ObjectNode features(String path, ObjectNode model) {
        String spec = model.path("featureText").isTextual()
                ? model.path("featureText").asText()
                : ShippedFile.text(path);
        Map<String, String> lists = new TreeMap<>();
        FeatureSpecFile.withCodeLists(new UnitConversion(), list -> {
                    String text = ShippedFile.text(list);
                    lists.put(list, text);
                    return text;
                })
                .parse(path, spec);
        ObjectNode features = json.createObjectNode().put("spec", spec);
        ObjectNode codeLists = features.putObject("codeLists");
        lists.forEach(codeLists::put);
        return features;
    }

    private ObjectNode tree(String yaml) {
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        if (json.valueToTree(loaded) instanceof ObjectNode tree) {
            return tree;
        }
        throw new IllegalArgumentException("the file of a model holds a mapping");
    }

    private static ObjectNode merged(ObjectNode base, ObjectNode over) {
        over.properties().forEach(field -> {
            if (base.path(field.getKey()) instanceof ObjectNode inner && field.getValue() instanceof ObjectNode more) {
                merged(inner, more);
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
        base.remove("featureText");
        return base;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
