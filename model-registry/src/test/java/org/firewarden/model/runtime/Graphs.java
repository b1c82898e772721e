package org.firewarden.model.runtime;

import java.util.TreeMap;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.onnx.OnnxGraph;

/** Small artifacts for tests. */
final class Graphs {

    private Graphs() {}

    /** {@code y = operator(x)}, for one column. */
    static ModelArtifact unary(String operator) {
        OnnxGraph graph = new OnnxGraph("unary");
        graph.input("x", 1);
        graph.node("y", operator, "x");
        graph.output("y", 1);
        return artifact(graph.toFile(new TreeMap<>()));
    }

    static ModelArtifact artifact(byte[] content) {
        return ModelArtifact.verified(content, Sha256.hex(content));
    }
}
