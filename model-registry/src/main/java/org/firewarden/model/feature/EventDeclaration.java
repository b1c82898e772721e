package org.firewarden.model.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.model.yaml.YamlObject;

/** Reads the entries of a feature spec that count or classify. */
final class EventDeclaration {

    private static final Set<String> COUNTED = Set.of("Condition", "Procedure", "MedicationRequest");

    private final FeatureDeclaration shared;

    EventDeclaration(FeatureDeclaration shared) {
        this.shared = shared;
    }

    /** Whether an entry is one of these. */
    static boolean isMeant(YamlObject object) {
        return object.has("statistic") || object.has("categories");
    }

    Optional<Feature> read(String name, String title, String source, YamlObject object) {
        return object.has("categories") ? category(name, title, source, object) : count(name, title, source, object);
    }

    private Optional<Feature> count(String name, String title, String source, YamlObject object) {
        if (!COUNTED.contains(source)) {
            object.problem("source", "what is counted is Condition, Procedure or MedicationRequest");
        }
        Optional<CountFeature.Statistic> statistic =
                FeatureDeclaration.constant(object, "statistic", CountFeature.Statistic.class);
        CodeSet codes = null;
        if (object.has("code-list")) {
            codes = shared.codeList(object).orElse(null);
        } else if (object.has("codes")) {
            codes = new CodeSet(new HashSet<>(shared.codes(object, "codes", true)), List.of());
        }
        Window window = null;
        if (object.has("window")) {
            window = shared.window(object, "window").orElse(null);
        } else {
            object.text("of").filter(of -> !of.equals("encounter")).ifPresent(of -> {
                object.problem("of", "'of' is 'encounter'; else there is a window");
            });
        }
        return statistic.isEmpty()
                ? Optional.empty()
                : Optional.of(new CountFeature(name, title, source, codes, window, statistic.get()));
    }

    private Optional<Feature> category(String name, String title, String source, YamlObject object) {
        Optional<CategoryFeature.Element> element =
                FeatureDeclaration.constant(object, "element", CategoryFeature.Element.class);
        boolean isAnswer =
                element.filter(made -> made == CategoryFeature.Element.ANSWER).isPresent();
        boolean isDiagnosis = element.filter(made -> made == CategoryFeature.Element.DIAGNOSIS)
                .isPresent();
        List<CodedValue> codes = isAnswer ? shared.codes(object, "codes", true) : List.of();
        Window window = isAnswer ? shared.window(object, "window").orElse(null) : null;
        int rank = isDiagnosis ? (int) object.number("rank").orElse(0) : 0;
        List<CategoryFeature.Category> categories = new ArrayList<>();
        for (YamlObject entry : object.objects("categories")) {
            Optional<String> label = entry.text("name");
            Optional<CodeSet> set = entry.has("code-list") ? shared.codeList(entry) : inline(entry);
            entry.refuseOtherKeys();
            if (label.isPresent() && set.isPresent()) {
                categories.add(new CategoryFeature.Category(label.get(), set.get()));
            }
        }
        if (categories.isEmpty()) {
            object.problem("categories", "there must be categories");
        }
        if (element.isEmpty()) {
            return Optional.empty();
        }
        CategoryFeature feature = new CategoryFeature(name, title, element.get(), codes, window, rank, categories);
        if (!feature.resourceType().equals(source)) {
            object.problem("element", "this element is one of " + feature.resourceType());
        }
        return Optional.of(feature);
    }

    private static Optional<CodeSet> inline(YamlObject entry) {
        Optional<String> system = entry.text("system");
        List<String> codes = entry.texts("codes");
        if (codes.isEmpty()) {
            entry.problem("codes", "a category names codes or a code-list");
        }
        return system.map(made -> new CodeSet(
                new HashSet<>(
                        codes.stream().map(code -> new CodedValue(made, code)).toList()),
                List.of()));
    }
}
