package org.firewarden.model.manifest;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.firewarden.model.registry.ModelVersion;

/** What must hold between the parts of a manifest, beyond the form of each. */
final class ManifestRules {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    private static final int MAXIMUM_COLUMNS = 10_000;
    private static final int MAXIMUM_GOLDEN_ROWS = 1000;

    private final ModelManifest manifest;
    private final List<String> problems;

    private ManifestRules(ModelManifest manifest, List<String> problems) {
        this.manifest = manifest;
        this.problems = problems;
    }

    static void check(ModelManifest manifest, List<String> problems) {
        ManifestRules rules = new ManifestRules(manifest, problems);
        rules.identity();
        rules.columns();
        manifest.outputs().forEach(rules::output);
        manifest.applicability().ranges().forEach(rules::range);
        rules.rows();
        rules.statements();
        manifest.reference().forEach(rules::distribution);
    }

    private void identity() {
        demand(ModelVersion.isModelId(manifest.model()), "/model: is lower case with hyphens");
        demand(ModelVersion.isVersion(manifest.version()), "/version: has the form 1.2.3");
        demand(
                SHA_256.matcher(manifest.artifact().sha256()).matches(),
                "/artifact/sha256: is 64 lower-case hexadecimal digits");
    }

    private void columns() {
        demand(
                !manifest.inputs().isEmpty() && manifest.inputs().size() <= MAXIMUM_COLUMNS,
                "/inputs: names 1 to " + MAXIMUM_COLUMNS + " features");
        demand(new HashSet<>(manifest.inputs()).size() == manifest.inputs().size(), "/inputs: names a feature twice");
        demand(
                !manifest.outputs().isEmpty() && manifest.outputs().size() <= MAXIMUM_COLUMNS,
                "/outputs: lists 1 to " + MAXIMUM_COLUMNS + " outputs");
        demand(
                manifest.outputs().stream().map(ModelOutput::code).distinct().count()
                        == manifest.outputs().size(),
                "/outputs: has a code twice");
    }

    private void output(ModelOutput output) {
        String place = "/outputs/" + manifest.outputs().indexOf(output);
        demand(CODE.matcher(output.code()).matches(), place + "/code: is lower case with hyphens");
        demand(output.minimum() < output.maximum(), place + "/minimum: must be less than the maximum");
        boolean isProbability = output.kind() == ModelOutput.Kind.PROBABILITY;
        demand(
                !isProbability || (output.minimum() >= 0 && output.maximum() <= 1),
                place + "/maximum: a probability is from 0 to 1");
        for (int i = 1; i < output.thresholds().size(); i++) {
            demand(
                    output.thresholds().get(i - 1).from()
                            < output.thresholds().get(i).from(),
                    place + "/thresholds: must be ascending");
        }
    }

    private void range(ApplicabilityRules.Range range) {
        String place =
                "/applicability/ranges/" + manifest.applicability().ranges().indexOf(range);
        Double end = range.maximum() != null ? range.maximum() : range.lessThan();
        demand((range.maximum() == null) != (range.lessThan() == null), place + ": has maximum or lessThan");
        demand(end == null || range.minimum() < end, place + "/minimum: must be less than the maximum");
    }

    private void rows() {
        int columns = manifest.inputs().size();
        int outputs = manifest.outputs().size();
        demand(
                manifest.explanation().baseline().size() == columns,
                "/explanation/baseline: has one number for each input");
        List<String> grouped = manifest.explanation().groups().values().stream()
                .flatMap(List::stream)
                .toList();
        demand(
                manifest.inputs().containsAll(grouped) && new HashSet<>(grouped).size() == grouped.size(),
                "/explanation/groups: hold inputs, each once");
        demand(manifest.golden().tolerance() >= 0, "/golden/tolerance: is not negative");
        demand(
                !manifest.golden().rows().isEmpty() && manifest.golden().rows().size() <= MAXIMUM_GOLDEN_ROWS,
                "/golden/rows: lists 1 to " + MAXIMUM_GOLDEN_ROWS + " rows");
        demand(
                manifest.golden().rows().stream()
                        .allMatch(row ->
                                row.inputs().size() == columns && row.outputs().size() == outputs),
                "/golden/rows: each has one number for each input and output");
    }

    private void statements() {
        manifest.sourceAttributes().keySet().stream()
                .filter(key -> !SourceAttributes.isKey(key))
                .forEach(key -> problems.add("/sourceAttributes: there is no attribute " + key));
        DeviceCriteria criteria = manifest.deviceCriteria();
        demand(
                criteria == null || criteria.criteria().size() == DeviceCriteria.COUNT,
                "/deviceCriteria/criteria: are four");
    }

    private void distribution(String name, Distribution distribution) {
        List<Double> edges = distribution.edges();
        boolean isAscending = true;
        for (int i = 1; i < edges.size(); i++) {
            isAscending &= edges.get(i - 1) < edges.get(i);
        }
        double sum =
                distribution.shares().stream().mapToDouble(Double::doubleValue).sum();
        demand(
                isAscending
                        && distribution.shares().size() == edges.size() + 1
                        && distribution.shares().stream().allMatch(share -> share >= 0)
                        && Math.abs(sum - 1) < 1e-6,
                "/reference/" + name + ": ascending edges, and one share more than edges, which add up to 1");
    }

    private void demand(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
