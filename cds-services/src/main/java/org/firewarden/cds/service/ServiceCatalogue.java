package org.firewarden.cds.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.firewarden.cds.hook.Discovery;
import org.firewarden.cds.hook.Hook;
import org.firewarden.cds.prefetch.PrefetchPlan;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.risk.RiskModel;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.model.yaml.InvalidFileException;
import org.firewarden.model.yaml.ShippedFile;
import org.springframework.stereotype.Component;

/**
 * The services of this server, by name (CDS Hooks 2.0.1, Discovery): those that ship, and the YAML files of the operator's
 * folder. Their prefetch is that of the models in production. A file that is not valid ends the start with all its problems.
 */
@Component
public final class ServiceCatalogue {

    private static final String FOLDER = "org/firewarden/cds/service/";
    private static final List<String> SHIPPED = List.of(
            "prevent-risk.yaml",
            "news2-deterioration.yaml",
            "readmission-risk.yaml",
            "egfr-staging.yaml",
            "order-egfr-check.yaml");

    private final Map<String, ServiceDeclaration> byName = new LinkedHashMap<>();
    private final List<ServiceDeclaration> services = new ArrayList<>();
    private final CdsSettings settings;
    private final RiskModels models;
    private final Clock clock;

    ServiceCatalogue(CdsSettings settings, RiskModels models, Clock clock) {
        this.settings = settings;
        this.models = models;
        this.clock = clock;
        SHIPPED.forEach(file -> add(file, ShippedFile.text(FOLDER + file)));
        Path directory = settings.answers().serviceDirectory();
        if (directory != null) {
            filesOf(directory).forEach(file -> add(file.toString(), textOf(file)));
        }
    }

    /** The id of the service of this name, which may be an alias; empty if there is none. */
    public Optional<String> idOf(String name) {
        return find(name).map(ServiceDeclaration::id);
    }

    /** Whether the service of this id offers this code as a reason to override its cards. */
    public boolean offers(String id, String reason) {
        return find(id).stream()
                .flatMap(service -> service.overrideReasons().stream())
                .anyMatch(offered -> reason.equals(offered.code()));
    }

    /** The service of this name, or empty if there is none. */
    Optional<ServiceDeclaration> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All services, each once for each of its hooks; one whose models have no version in production wants no prefetch. */
    Discovery discovery() {
        return new Discovery(services.stream()
                .flatMap(service -> service.hooks().stream().map(hook -> describe(service, hook)))
                .toList());
    }

    private Discovery.Service describe(ServiceDeclaration service, Hook hook) {
        boolean hasVersion3 = settings.answers().hasVersion3();
        return new Discovery.Service(
                service.id(),
                hook.code(),
                service.title(),
                service.description(),
                service.usageRequirements(),
                templates(service),
                hasVersion3 ? service.version() : null,
                hasVersion3 ? hook.version() : null);
    }

    private Map<String, String> templates(ServiceDeclaration service) {
        Collection<FeatureSpec> specs = service.models().stream()
                .map(use -> models.inProduction(use.modelId()))
                .flatMap(Optional::stream)
                .map(RiskModel::features)
                .toList();
        return PrefetchPlan.of(specs, List.of(), LocalDate.now(clock)).templates();
    }

    private void add(String file, String content) {
        ServiceDeclaration service = ServiceFile.parse(file, content);
        services.add(service);
        service.names().forEach(name -> {
            if (byName.put(name, service) != null) {
                throw new InvalidFileException(List.of(file + ":1: there is another service of the name " + name));
            }
        });
    }

    private static List<Path> filesOf(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Objects.toString(file.getFileName(), "").endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
