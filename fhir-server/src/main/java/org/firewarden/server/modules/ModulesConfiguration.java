package org.firewarden.server.modules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.firewarden.cds.CdsConfiguration;
import org.firewarden.cds.settings.CdsClientSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.deid.operation.DeidentifyConfiguration;
import org.firewarden.deid.operation.DeidentifyProvider;
import org.firewarden.deid.operation.DeidentifySettings;
import org.firewarden.deid.operation.count.CountProvider;
import org.firewarden.deid.operation.export.ExportSettings;
import org.firewarden.deid.operation.reidentify.ReidentifyProvider;
import org.firewarden.model.ModelRegistryConfiguration;
import org.firewarden.server.fhir.FhirOperation;
import org.firewarden.server.settings.ServerSettings;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartConfiguration;
import org.firewarden.smart.SmartSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** SMART launch, model registry, CDS services and de-identification, each with its settings. */
@Configuration(proxyBeanMethods = false)
@Import({
    SmartConfiguration.class,
    ModelRegistryConfiguration.class,
    CdsConfiguration.class,
    DeidentifyConfiguration.class
})
class ModulesConfiguration {

    @Bean
    SmartSettings smartSettings(Environment environment, ServerSettings server) {
        Smart smart = Binder.get(environment).bindOrCreate("firewarden.smart", Smart.class);
        return new SmartSettings(
                server.publicBaseUrl(),
                smart.external,
                server.dataDirectory(),
                smart.accessTokenLifetime,
                smart.appOrigins == null ? Set.of() : smart.appOrigins);
    }

    /** The EHRs of the settings, and those that another configuration brings along. */
    @Bean
    CdsSettings cdsSettings(
            Environment environment, ServerSettings server, ObjectProvider<CdsClientSettings> furtherClients) {
        List<CdsClientSettings> clients = new ArrayList<>();
        Binder.get(environment)
                .bind("firewarden.cds.clients", Bindable.listOf(CdsClient.class))
                .orElse(List.of())
                .forEach(client -> clients.add(client.read()));
        furtherClients.forEach(clients::add);
        return new CdsSettings(server.publicBaseUrl(), clients);
    }

    @Bean
    DeidentifySettings deidentifySettings(Environment environment) {
        return new DeidentifySettings(environment.getProperty("firewarden.cohort-count.epsilon", "1"));
    }

    @Bean
    ExportSettings exportSettings(Environment environment) {
        DataSetDefaults set = Binder.get(environment).bindOrCreate("firewarden.data-sets", DataSetDefaults.class);
        ExportSettings usual = ExportSettings.DEFAULT;
        return new ExportSettings(
                set.lifetime == null ? usual.lifetime() : set.lifetime,
                set.steward == null ? usual.steward() : set.steward,
                set.threads == 0 ? usual.threads() : set.threads);
    }

    @Bean
    FhirOperation deidentifyOperation(DeidentifyProvider provider) {
        return new FhirOperation(provider);
    }

    @Bean
    FhirOperation cohortCountOperation(CountProvider provider) {
        return new FhirOperation(provider);
    }

    @Bean
    FhirOperation reidentifyOperation(ReidentifyProvider provider) {
        return new FhirOperation(provider);
    }

    /**
     * {@code firewarden.data-sets.*}.
     *
     * @param lifetime the longest that a data set lives
     * @param steward who answers for data sets that name nobody
     * @param threads of the engine for one data set
     */
    record DataSetDefaults(
            @Nullable Duration lifetime, @Nullable String steward, int threads) {}

    /**
     * {@code firewarden.smart.*}.
     *
     * @param external an authorization server beside this one, which is then off
     * @param accessTokenLifetime how long an access token lives
     * @param appOrigins web origins of browser apps
     */
    record Smart(
            @Nullable ExternalIssuer external,
            Duration accessTokenLifetime,
            @Nullable Set<String> appOrigins) {}

    /**
     * {@code firewarden.cds.clients[n].*}: an EHR that may call.
     *
     * @param issuer the {@code iss} of its tokens
     * @param jwksFile a file with its public keys
     * @param jku the address that its tokens name, if they name one
     * @param tenant the tenant that its tokens must state, if any
     */
    record CdsClient(
            String issuer,
            Path jwksFile,
            @Nullable URI jku,
            @Nullable String tenant) {

        CdsClientSettings read() {
            try {
                return CdsClientSettings.ofFile(issuer, jwksFile, jku, tenant);
            } catch (IOException e) {
                throw new UncheckedIOException("the keys of CDS client " + issuer + " cannot be read", e);
            }
        }
    }
}
