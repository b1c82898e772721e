package org.firewarden.cds.service;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.cds.hook.Discovery;
import org.firewarden.model.risk.RiskModels;
import org.springframework.stereotype.Component;

/** The services of this server, by id (CDS Hooks 2.0.1, Discovery). Their prefetch is that of the model in production. */
@Component
public final class ServiceCatalogue {

    private static final List<String> FILES = List.of("/org/firewarden/cds/service/prevent-cvd-risk.yaml");

    private final Map<String, ServiceDeclaration> services = new LinkedHashMap<>();
    private final RiskModels models;

    ServiceCatalogue(RiskModels models) {
        this.models = models;
        ObjectMapper yaml = YAMLMapper.builder()
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        for (String file : FILES) {
            ServiceDeclaration service = read(yaml, file);
            services.put(service.id(), service);
        }
    }

    /** True if there is such a service. */
    public boolean has(String id) {
        return services.containsKey(id);
    }

    /** The service, or empty if there is none of that id. */
    Optional<ServiceDeclaration> find(String id) {
        return Optional.ofNullable(services.get(id));
    }

    /** All services; one whose model has no version in production wants no prefetch. */
    Discovery discovery() {
        return new Discovery(services.values().stream().map(this::describe).toList());
    }

    private Discovery.Service describe(ServiceDeclaration service) {
        return new Discovery.Service(
                service.id(),
                service.hook(),
                service.title(),
                service.description(),
                service.usageRequirements(),
                models.inProduction(service.modelId())
                        .map(model -> model.features().prefetchTemplates())
                        .orElse(Map.of()));
    }

    private static ServiceDeclaration read(ObjectMapper yaml, String file) {
        try (InputStream in = ServiceCatalogue.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            return yaml.readValue(in, ServiceDeclaration.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
