package org.firewarden.gate.masking;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.firewarden.access.ElementRules;
import org.firewarden.access.ElementRules.Visibility;
import org.hl7.fhir.r4.model.Resource;

/** Laws of masking, for generated resources of many types and generated rules. */
class ResourceMaskProperties {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final ResourceMask MASK = new ResourceMask(FHIR);

    @Provide
    Arbitrary<String> types() {
        List<String> types = new ArrayList<>(FHIR.getResourceTypes());
        types.removeAll(Set.of("Bundle", "Binary", "Parameters"));
        types.sort(null);
        return Arbitraries.of(types);
    }

    private static ElementRules rules(PlantedResource planted, Random random) {
        List<String> paths = new ArrayList<>(planted.paths());
        Set<String> visible = random.nextBoolean() ? pick(paths, random, 10) : null;
        return new ElementRules.Hiding(visible, pick(paths, random, 4), pick(paths, random, 4));
    }

    private static Set<String> pick(List<String> paths, Random random, int atMost) {
        Set<String> picked = new LinkedHashSet<>();
        for (int i = random.nextInt(atMost); i > 0 && !paths.isEmpty(); i--) {
            picked.add(paths.get(random.nextInt(paths.size())));
        }
        return picked;
    }

    private static String json(Resource resource) {
        return FHIR.newJsonParser().encodeResourceToString(resource);
    }

    private static Resource mask(Resource resource, ElementRules rules) {
        return MASK.apply(resource, rules, type -> null);
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void whatIsHiddenIsNowhereAndWhatIsShownIsThere(@ForAll("types") String type, @ForAll long seed) {
        PlantedResource planted = new PlantedResource(FHIR, type, seed);
        ElementRules rules = rules(planted, new Random(seed));
        String before = json(planted.resource());
        String after = json(mask(planted.resource(), rules));

        for (Map.Entry<String, String> canary : planted.canaries().entrySet()) {
            String path = canary.getValue();
            boolean isOfReference = path.endsWith("!");
            boolean isVisible = !isOfReference && rules.of(path) == Visibility.VISIBLE;
            assertThat(after.contains(canary.getKey()))
                    .as(path + " under " + rules)
                    .isEqualTo(isVisible);
            assertThat(before).contains(canary.getKey());
        }
        assertThat(json(planted.resource())).isEqualTo(before);
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void maskingTwiceChangesNothing(@ForAll("types") String type, @ForAll long seed) {
        PlantedResource planted = new PlantedResource(FHIR, type, seed);
        ElementRules rules = rules(planted, new Random(seed));
        Resource once = mask(planted.resource(), rules);

        assertThat(mask(once, rules)).isSameAs(once);
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void aFurtherMaskNeverShowsMore(@ForAll("types") String type, @ForAll long seed) {
        PlantedResource planted = new PlantedResource(FHIR, type, seed);
        Random random = new Random(seed);
        ElementRules first = rules(planted, random);
        ElementRules second = rules(planted, random);
        String one = json(mask(planted.resource(), first));
        String both = json(mask(mask(planted.resource(), first), second));

        planted.canaries().keySet().stream()
                .filter(both::contains)
                .forEach(canary -> assertThat(one).contains(canary));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void aMaskedResourceSaysSo(@ForAll("types") String type, @ForAll long seed) {
        PlantedResource planted = new PlantedResource(FHIR, type, seed);
        Resource masked = mask(planted.resource(), rules(planted, new Random(seed)));

        assertThat(MaskLabels.isIncomplete(masked)).isEqualTo(masked != planted.resource());
        assertThat(MaskLabels.isIncomplete(planted.resource())).isFalse();
    }
}
