package org.firewarden.cds.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.firewarden.access.CodedValue;
import org.firewarden.cds.hook.Coding;
import org.firewarden.cds.hook.Hook;
import org.firewarden.cds.hook.Indicator;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.yaml.FileProblems;
import org.firewarden.model.yaml.YamlObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads the declaration of a CDS service. What is not understood is refused with file, line and every problem: a misspelt band
 * must not silently become no band.
 */
final class ServiceFile {

    private static final String OVERRIDE_REASON_SYSTEM = "https://firewarden.org/cds/override-reason";
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MOST_REVIEWERS = 5;

    private final YamlObject file;
    private final FileProblems problems;

    private ServiceFile(YamlObject file, FileProblems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a declaration.
     *
     * @param path for the problems
     * @throws org.firewarden.model.yaml.InvalidFileException with all problems
     */
    static ServiceDeclaration parse(String path, String content) {
        FileProblems problems = new FileProblems(path);
        return new ServiceFile(YamlObject.parse(content, problems), problems).read();
    }

    private ServiceDeclaration read() {
        String id = id(file, "id");
        List<String> aliases = file.texts("aliases");
        aliases.stream()
                .filter(alias -> !ID.matcher(alias).matches())
                .forEach(alias -> file.problem("aliases", "an alias is lower case with hyphens"));
        String version = text(file, "version");
        if (!version.isEmpty() && !ModelVersion.isVersion(version)) {
            file.problem("version", "a version is a semantic version such as 1.0.0");
        }
        Set<Hook> hooks = hooks();
        String title = text(file, "title");
        String description = text(file, "description");
        String requirements = text(file, "usageRequirements");
        List<ServiceModel> models = models();
        OrderRules rules = file.has("order-rules")
                ? file.object("order-rules").map(this::orderRules).orElse(null)
                : null;
        List<Coding> reasons = overrideReasons();
        file.refuseOtherKeys();
        problems.refuseIfAny();
        return new ServiceDeclaration(
                id, aliases, version, hooks, title, description, requirements, models, rules, reasons);
    }

    private Set<Hook> hooks() {
        Set<Hook> hooks = new LinkedHashSet<>();
        for (String name : file.texts("hooks")) {
            Optional<Hook> hook = Hook.ofCode(name);
            if (hook.isEmpty() || !hooks.add(hook.get())) {
                file.problem("hooks", "'" + name + "' is no hook of this server, or stands twice");
            }
        }
        if (hooks.isEmpty()) {
            file.problem("hooks", "'hooks' must name at least one hook");
        }
        return hooks;
    }

    private List<ServiceModel> models() {
        List<YamlObject> entries = file.objects("models");
        if (entries.isEmpty()) {
            file.problem("models", "'models' must name at least one model");
        }
        List<ServiceModel> models = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlObject entry : entries) {
            String id = id(entry, "id");
            if (!ids.add(id)) {
                entry.problem("id", "the model stands twice");
            }
            ServiceModel use = new ServiceModel(
                    id,
                    text(entry, "name"),
                    text(entry, "estimate"),
                    text(entry, "leading-outcome"),
                    topic(entry),
                    says(entry, "on-not-applicable"),
                    says(entry, "on-incomplete"),
                    bands(entry));
            entry.refuseOtherKeys();
            models.add(use);
        }
        return models;
    }

    private static @Nullable Coding topic(YamlObject entry) {
        if (!entry.has("topic")) {
            return null;
        }
        return entry.object("topic")
                .map(topic -> {
                    Coding coding = new Coding(text(topic, "code"), text(topic, "system"), text(topic, "display"));
                    topic.refuseOtherKeys();
                    return coding;
                })
                .orElse(null);
    }

    private RiskBands bands(YamlObject entry) {
        Optional<YamlObject> found = entry.object("bands");
        RiskBands none = new RiskBands("none", "none", List.of(new RiskBands.Band("none", 0, Indicator.INFO, 0)));
        if (found.isEmpty()) {
            return none;
        }
        YamlObject bands = found.get();
        String outcome = text(bands, "outcome");
        String source = text(bands, "source");
        List<RiskBands.Band> each = new ArrayList<>();
        for (YamlObject band : bands.objects("each")) {
            double from = number(band, "from");
            if (!each.isEmpty() && from <= each.get(each.size() - 1).from()) {
                band.problem("from", "bands rise");
            }
            each.add(new RiskBands.Band(
                    text(band, "name"),
                    from,
                    constant(band, "indicator", Indicator.class, Indicator.INFO),
                    reviewers(band)));
            band.refuseOtherKeys();
        }
        bands.refuseOtherKeys();
        if (each.isEmpty()) {
            bands.problem("each", "there is at least one band");
        }
        return each.isEmpty() || !isRising(each) ? none : new RiskBands(outcome, source, each);
    }

    private static boolean isRising(List<RiskBands.Band> bands) {
        for (int i = 1; i < bands.size(); i++) {
            if (bands.get(i).from() <= bands.get(i - 1).from()) {
                return false;
            }
        }
        return true;
    }

    private static int reviewers(YamlObject band) {
        if (!band.has("reviewers")) {
            return 0;
        }
        double number = number(band, "reviewers");
        if (number != Math.rint(number) || number < 1 || number > MOST_REVIEWERS) {
            band.problem("reviewers", "'reviewers' is a whole number from 1 to " + MOST_REVIEWERS);
        }
        return (int) number;
    }

    private OrderRules orderRules(YamlObject object) {
        String outcome = text(object, "outcome");
        List<OrderRules.Rule> rules = new ArrayList<>();
        for (YamlObject rule : object.objects("rules")) {
            Set<CodedValue> codes = new LinkedHashSet<>();
            for (YamlObject code : rule.objects("codes")) {
                codes.add(new CodedValue(text(code, "system"), text(code, "code")));
                code.optionalText("display");
                code.refuseOtherKeys();
            }
            if (codes.isEmpty()) {
                rule.problem("codes", "'codes' must name at least one code");
            }
            rules.add(new OrderRules.Rule(
                    text(rule, "drug"),
                    codes,
                    number(rule, "below"),
                    constant(rule, "indicator", Indicator.class, Indicator.WARNING),
                    text(rule, "text"),
                    text(rule, "source"),
                    alternative(rule)));
            rule.refuseOtherKeys();
        }
        object.refuseOtherKeys();
        if (rules.isEmpty()) {
            object.problem("rules", "'rules' must hold at least one rule");
        }
        return new OrderRules(outcome, rules);
    }

    private static OrderRules.@Nullable Alternative alternative(YamlObject rule) {
        if (!rule.has("alternative")) {
            return null;
        }
        return rule.object("alternative")
                .map(drug -> {
                    OrderRules.Alternative alternative =
                            new OrderRules.Alternative(text(drug, "system"), text(drug, "code"), text(drug, "display"));
                    drug.refuseOtherKeys();
                    return alternative;
                })
                .orElse(null);
    }

    private List<Coding> overrideReasons() {
        List<Coding> reasons = new ArrayList<>();
        for (YamlObject reason : file.objects("override-reasons")) {
            reasons.add(new Coding(id(reason, "code"), OVERRIDE_REASON_SYSTEM, text(reason, "display")));
            reason.refuseOtherKeys();
        }
        return reasons;
    }

    private static String id(YamlObject object, String key) {
        String id = text(object, key);
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            object.problem(key, "'" + key + "' is lower case with hyphens");
        }
        return id;
    }

    private static String text(YamlObject object, String key) {
        return object.text(key).orElse("");
    }

    private static double number(YamlObject object, String key) {
        OptionalDouble number = object.number(key);
        return number.orElse(0);
    }

    /** Whether there is a card: {@code card}, or {@code none}. */
    private static boolean says(YamlObject object, String key) {
        String text = text(object, key);
        if (!text.isEmpty() && !text.equals("card") && !text.equals("none")) {
            object.problem(key, "'" + key + "' is 'card' or 'none'");
        }
        return text.equals("card");
    }

    private static <E extends Enum<E>> E constant(YamlObject object, String key, Class<E> type, E otherwise) {
        String text = text(object, key);
        Optional<E> constant = Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
        if (!text.isEmpty() && constant.isEmpty()) {
            object.problem(key, "'" + key + "' is none of " + Arrays.toString(type.getEnumConstants()));
        }
        return constant.orElse(otherwise);
    }
}
