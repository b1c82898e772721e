package org.firewarden.cds.service;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.firewarden.cds.hook.Coding;
import org.firewarden.cds.hook.Hook;
import org.jspecify.annotations.Nullable;

/**
 * A CDS service as its YAML file declares it: which hooks it answers, with which models, and how their numbers read.
 *
 * @param id the last part of its address
 * @param aliases further names under which it is served and not listed
 * @param version the semantic version of the declaration
 * @param hooks the hooks it answers; it is listed once for each
 * @param title what people call it
 * @param description what it does
 * @param usageRequirements what must hold for it to be of use
 * @param models the models that answer, each with a card of its own
 * @param orderRules what drafted orders are looked at; null if the service is not about orders
 * @param overrideReasons what a user may answer who does not follow a card
 */
record ServiceDeclaration(
        String id,
        List<String> aliases,
        String version,
        Set<Hook> hooks,
        String title,
        String description,
        String usageRequirements,
        List<ServiceModel> models,
        @Nullable OrderRules orderRules,
        List<Coding> overrideReasons) {

    /** Copies the lists. */
    ServiceDeclaration {
        aliases = List.copyOf(aliases);
        hooks = Collections.unmodifiableSet(new LinkedHashSet<>(hooks));
        models = List.copyOf(models);
        overrideReasons = List.copyOf(overrideReasons);
    }

    /** The names under which it is served. */
    Stream<String> names() {
        return Stream.concat(Stream.of(id), aliases.stream());
    }
}
