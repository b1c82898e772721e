package org.firewarden.train.tree;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.train.graph.Examples;

/** An ensemble of trees as flat lists, in the terms of the ONNX operator TreeEnsembleRegressor. Never changed. */
public final class BoostedTrees {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Node> nodes;
    private final double baseScore;

    private BoostedTrees(List<Node> nodes, double baseScore) {
        this.nodes = List.copyOf(nodes);
        this.baseScore = baseScore;
    }

    /**
     * Trains.
     *
     * @param rounds how many trees
     * @param seed of the sampling of rows and columns; the same seed and data give the same trees on the same kind of processor
     */
    public static BoostedTrees train(Examples examples, TreeSettings settings, int rounds, double baseRate, long seed) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("objective", "binary:logistic");
        parameters.put("eta", settings.eta());
        parameters.put("max_depth", settings.depth());
        parameters.put("subsample", settings.rowShare());
        parameters.put("colsample_bytree", settings.columnShare());
        parameters.put("min_child_weight", settings.leastWeight());
        parameters.put("tree_method", "hist");
        parameters.put("base_score", baseRate);
        parameters.put("seed", seed);
        // One thread: sums of floats then have one order, and the same input gives the same trees.
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        try {
            DMatrix matrix = matrix(examples);
            try {
                matrix.setLabel(examples.labels());
                Booster booster = XGBoost.train(matrix, parameters, rounds, Map.of(), null, null);
                try {
                    String[] dump = booster.getModelDump("", false, "json");
                    List<Node> nodes = new ArrayList<>();
                    for (int tree = 0; tree < dump.length; tree++) {
                        read(tree, JSON.readTree(dump[tree]), nodes);
                    }
                    return new BoostedTrees(nodes, Math.log(baseRate / (1 - baseRate)));
                } finally {
                    booster.dispose();
                }
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError | JsonProcessingException e) {
            throw new IllegalStateException("the trees cannot be trained", e);
        }
    }

    private static DMatrix matrix(Examples examples) throws XGBoostError {
        return new DMatrix(examples.features(), examples.rows(), examples.columns(), Float.NaN);
    }

    private static void read(int tree, JsonNode node, List<Node> nodes) {
        int id = node.path("nodeid").asInt();
        if (node.has("leaf")) {
            nodes.add(new Node(tree, id, -1, (float) node.path("leaf").asDouble(), -1, -1, false));
            return;
        }
        int column = Integer.parseInt(node.path("split").asText().substring(1));
        int yes = node.path("yes").asInt();
        nodes.add(new Node(
                tree,
                id,
                column,
                (float) node.path("split_condition").asDouble(),
                yes,
                node.path("no").asInt(),
                node.path("missing").asInt() == yes));
        node.path("children").forEach(child -> read(tree, child, nodes));
    }

    /** How many trees there are. */
    public int trees() {
        return nodes.isEmpty() ? 0 : nodes.get(nodes.size() - 1).tree() + 1;
    }

    /** The probabilities of all rows, by walking the trees in Java. */
    public double[] probabilities(Examples examples) {
        Node[][] places = new Node[trees()][];
        for (int tree = 0; tree < places.length; tree++) {
            int number = tree;
            List<Node> own =
                    nodes.stream().filter(node -> node.tree() == number).toList();
            int greatest = own.stream().mapToInt(Node::id).max().orElse(0);
            places[tree] = new Node[greatest + 1];
            for (Node node : own) {
                places[tree][node.id()] = node;
            }
        }
        double[] probabilities = new double[examples.rows()];
        for (int row = 0; row < probabilities.length; row++) {
            float sum = (float) baseScore;
            for (Node[] tree : places) {
                Node node = tree[0];
                while (node.column() >= 0) {
                    float value = examples.features()[row * examples.columns() + node.column()];
                    boolean isYes = Float.isNaN(value) ? node.missingIsYes() : value < node.value();
                    node = tree[isYes ? node.yes() : node.no()];
                }
                sum += node.value();
            }
            probabilities[row] = 1 / (1 + Math.exp(-sum));
        }
        return probabilities;
    }

    /**
     * Writes the trees into an artifact.
     *
     * @param columns float32 {@code [N, columns]}
     * @return the logits, float32 {@code [N, 1]}
     */
    public String write(DataflowGraph graph, String columns) {
        List<Node> leaves = nodes.stream().filter(node -> node.column() < 0).toList();
        float[] values = new float[nodes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = nodes.get(i).column() < 0 ? 0 : nodes.get(i).value();
        }
        float[] weights = new float[leaves.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = leaves.get(i).value();
        }
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("nodes_treeids", longs(nodes, Node::tree));
        attributes.put("nodes_nodeids", longs(nodes, Node::id));
        attributes.put("nodes_featureids", longs(nodes, node -> Math.max(0, node.column())));
        attributes.put("nodes_truenodeids", longs(nodes, node -> Math.max(0, node.yes())));
        attributes.put("nodes_falsenodeids", longs(nodes, node -> Math.max(0, node.no())));
        attributes.put("nodes_missing_value_tracks_true", longs(nodes, node -> node.missingIsYes() ? 1 : 0));
        attributes.put(
                "nodes_modes",
                nodes.stream()
                        .map(node -> node.column() < 0 ? "LEAF" : "BRANCH_LT")
                        .toList());
        attributes.put("nodes_values", values);
        attributes.put("target_treeids", longs(leaves, Node::tree));
        attributes.put("target_nodeids", longs(leaves, Node::id));
        attributes.put("target_ids", longs(leaves, node -> 0));
        attributes.put("target_weights", weights);
        attributes.put("n_targets", 1);
        attributes.put("base_values", new float[] {(float) baseScore});
        return graph.nodes(DataflowGraph.MACHINE_LEARNING, "TreeEnsembleRegressor", attributes, 1, columns)
                .get(0);
    }

    private static long[] longs(List<Node> nodes, ToLongFunction<Node> value) {
        return nodes.stream().mapToLong(value).toArray();
    }

    /** How often each column splits, weighted by nothing: a rough order of importance. */
    public int[] splits(int columns) {
        int[] splits = new int[columns];
        nodes.stream().filter(node -> node.column() >= 0).forEach(node -> splits[node.column()]++);
        return splits;
    }

    /**
     * A node: a branch that asks whether a column is less than a value, or a leaf.
     *
     * @param column -1 for a leaf
     * @param value the split, or what the leaf adds
     */
    private record Node(int tree, int id, int column, float value, int yes, int no, boolean missingIsYes) {}
}
