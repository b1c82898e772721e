package org.firewarden.server.modules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.firewarden.cds.CdsConfiguration;
import org.firewarden.cds.settings.AnswerSettings;
import org.firewarden.cds.settings.CdsClientSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.deid.engine.release.Expert;
import org.firewarden.deid.operation.DeidentifyConfiguration;
import org.firewarden.deid.operation.DeidentifyProvider;
import org.firewarden.deid.operation.DeidentifySettings;
import org.firewarden.deid.operation.count.CountProvider;
import org.firewarden.deid.operation.export.ExportSettings;
import org.firewarden.deid.operation.reidentify.ReidentifyProvider;
import org.firewarden.model.ModelRegistryConfiguration;
import org.firewarden.server.fhir.FhirOperation;
import org.firewarden.server.settings.ServerSettings;
import org.firewarden.smart.EmbeddedSettings;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.SmartConfiguration;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.UpstreamProvider;
import org.firewarden.smart.approval.RenewalLimits;
import org.firewarden.smart.web.CorsRule;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
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
                smart.appOrigins == null ? Set.of() : smart.appOrigins,
                Binder.get(environment)
                        .bind("firewarden.smart.embedded", EmbeddedSmart.class)
                        .map(EmbeddedSmart::read)
                        .orElse(EmbeddedSettings.DEFAULT));
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
        Cds cds = Binder.get(environment).bindOrCreate("firewarden.cds", Cds.class);
        return new CdsSettings(server.publicBaseUrl(), clients, cds.answers());
    }

    /** Browser-based EHRs; the preflight comes without their token (CDS Hooks 2.0.1, Cross-Origin Resource Sharing). */
    @Bean
    CorsRule cdsCorsRule(CdsSettings settings) {
        return new CorsRule("/cds-services/**", settings.answers().origins(), List.of("GET", "POST"));
    }

    @Bean
    DeidentifySettings deidentifySettings(Environment environment) {
        return new DeidentifySettings(environment.getProperty("firewarden.cohort-count.epsilon", "1"));
    }

    @Bean
    ExportSettings exportSettings(Environment environment) {
        return Binder.get(environment)
                .bindOrCreate("firewarden.data-sets", DataSetDefaults.class)
                .settings();
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
     * @param steward who answers for data sets
     * @param threads of the engine for one data set
     * @param smallestCohort the fewest patients of a data set
     * @param determinations of experts
     */
    record DataSetDefaults(
            @Nullable Duration lifetime,
            @Nullable String steward,
            int threads,
            int smallestCohort,
            @Nullable List<Determination> determinations) {

        ExportSettings settings() {
            ExportSettings usual = ExportSettings.DEFAULT;
            return new ExportSettings(
                    lifetime == null ? usual.lifetime() : lifetime,
                    steward == null ? usual.steward() : steward,
                    threads == 0 ? usual.threads() : threads,
                    smallestCohort == 0 ? usual.smallestCohort() : smallestCohort,
                    determinations == null
                            ? usual.determinations()
                            : determinations.stream().map(Determination::of).toList());
        }

        /**
         * {@code firewarden.data-sets.determinations[n].*}.
         *
         * @param protocol the ResearchStudy that it is about
         * @param name the expert's
         * @param statement what was determined, or where it is documented
         * @param validUntil the last day on which it holds
         */
        record Determination(String protocol, String name, String statement, LocalDate validUntil) {

            ExportSettings.Determination of() {
                return new ExportSettings.Determination(protocol, new Expert(name, statement, validUntil));
            }
        }
    }

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
     * {@code firewarden.smart.embedded.*}; what is not set is as usual.
     *
     * @param renewal how long refresh tokens are good
     * @param signingKeyRotation after how long a new key signs tokens
     * @param styleUrl where apps find this hospital's colours
     * @param tenant the organisation that launches apps
     * @param brands a file with the user-access brands bundle
     * @param registration who may vouch for apps that register themselves
     * @param administratorPasswordFile a file with the password of the first administrator
     * @param signIn how people sign in and how long that counts
     * @param upstream where people may sign in instead of here
     */
    record EmbeddedSmart(
            @Nullable RenewalLimits renewal,
            @Nullable Duration signingKeyRotation,
            @Nullable URI styleUrl,
            @Nullable String tenant,
            @Nullable Path brands,
            EmbeddedSettings.@Nullable RegistrationSettings registration,
            @Nullable Path administratorPasswordFile,
            @Nullable SignInSettings signIn,
            @Nullable UpstreamProvider upstream) {

        EmbeddedSettings read() {
            return new EmbeddedSettings(
                    renewal == null ? RenewalLimits.DEFAULT : renewal,
                    signingKeyRotation == null ? EmbeddedSettings.DEFAULT.signingKeyRotation() : signingKeyRotation,
                    styleUrl,
                    tenant,
                    brands,
                    registration,
                    administratorPasswordFile,
                    signIn == null ? SignInSettings.DEFAULT : signIn,
                    upstream);
        }
    }

    /**
     * {@code firewarden.cds.*}: how the services answer.
     *
     * @param timeBudget after which a call is answered without a card
     * @param concurrentCalls how many calls are worked on at once
     * @param origins web origins of browser-based EHRs
     * @param version3 whether discovery and cards hold what CDS Hooks 3.0 adds
     * @param serviceDirectory a folder with further services
     * @param explanationApp the launch URL of a SMART app that explains a recommendation
     */
    record Cds(
            Duration timeBudget,
            int concurrentCalls,
            @Nullable Set<String> origins,
            boolean version3,
            @Nullable Path serviceDirectory,
            @Nullable URI explanationApp) {

        AnswerSettings answers() {
            return new AnswerSettings(
                    timeBudget,
                    concurrentCalls,
                    origins == null ? Set.of() : origins,
                    version3,
                    serviceDirectory,
                    explanationApp);
        }
    }

    /**
     * {@code firewarden.cds.clients[n].*}: an EHR that may call.
     *
     * @param issuer the {@code iss} of its tokens
     * @param jwksFile a file with its public keys; without one they are fetched from the {@code jku}
     * @param jku the address that its tokens name, if they name one
     * @param tenant the tenant that its tokens must state, if any
     * @param callsPerMinute its quota on each node
     * @param recordShared whether a patient's id means the same patient at the EHR and here
     */
    record CdsClient(
            String issuer,
            @Nullable Path jwksFile,
            @Nullable URI jku,
            @Nullable String tenant,

            @DefaultValue("" + CdsClientSettings.DEFAULT_CALLS_PER_MINUTE)
            int callsPerMinute,

            @DefaultValue("true") boolean recordShared) {

        CdsClientSettings read() {
            try {
                String jwks = jwksFile == null ? null : Files.readString(jwksFile);
                return new CdsClientSettings(issuer, jwks, jku, tenant, callsPerMinute, recordShared);
            } catch (IOException e) {
                throw new UncheckedIOException("the keys of CDS client " + issuer + " cannot be read", e);
            }
        }
    }
}
