package org.firewarden.server.fhir;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.binary.api.IBinaryStorageSvc;
import ca.uhn.fhir.jpa.binstore.DatabaseBinaryContentStorageSvcImpl;
import ca.uhn.fhir.jpa.config.HibernatePropertiesProvider;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.dao.FulltextSearchSvcImpl;
import ca.uhn.fhir.jpa.dao.IFulltextSearchSvc;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.search.HSearchSortHelperImpl;
import ca.uhn.fhir.jpa.dao.search.IHSearchSortHelper;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.search.HapiHSearchAnalysisConfigurers;
import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import ca.uhn.fhir.jpa.search.StaleSearchDeletingSvcImpl;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.server.settings.ServerSettings;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.Dialect;
import org.hibernate.search.backend.lucene.cfg.LuceneBackendSettings;
import org.hibernate.search.backend.lucene.cfg.LuceneIndexSettings;
import org.hibernate.search.engine.cfg.BackendSettings;
import org.hibernate.search.mapper.orm.cfg.HibernateOrmMapperSettings;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** HAPI's storage on PostgreSQL with full-text search on Lucene: the beans that HAPI asks its host for. */
@Configuration(proxyBeanMethods = false)
@Import({
    JpaR4Config.class,
    JpaBatch2Config.class,
    Batch2JobsConfig.class,
    ThreadPoolFactoryConfig.class,
    SubscriptionChannelConfig.class
})
class JpaConfiguration {

    /**
     * How many matches a search looks for at first, or {@code _count} if that is more, and when hidden matches or a later page
     * need more; the last one is all. HAPI adds one, to know whether there is a next page. The first is the usual page.
     */
    private static final List<Integer> FETCHED_AHEAD = List.of(20, 60, 250, 1_000, -1);

    @Bean
    JpaStorageSettings storageSettings(RequestLimits limits) {
        JpaStorageSettings settings = new JpaStorageSettings();
        settings.setHibernateSearchIndexFullText(true);
        settings.setHibernateSearchIndexSearchParams(false);
        settings.setFilterParameterEnabled(false);
        settings.setAllowExternalReferences(false);
        settings.setAllowMultipleDelete(false);
        // A reference that is a search would be answered past the gate.
        settings.setAllowInlineMatchUrlReferences(false);
        settings.setExpungeEnabled(false);
        settings.setMaximumTransactionBundleSize(limits.entries());
        settings.setMaxTransactionEntriesForWrite(limits.entries());
        settings.setDefaultTransactionEntriesForWrite(limits.entries());
        settings.setMaximumIncludesToLoadPerPage(limits.included());
        // Each match that is fetched ahead is loaded to be decided on, whether or not anybody asks for its page.
        settings.setSearchPreFetchThresholds(FETCHED_AHEAD);
        // A result list that one caller made must never be the answer to another caller's question.
        settings.setReuseCachedSearchResultsForMillis(null);
        // A label holds for all versions of a resource: raised once, it covers what its history shows, and one row
        // stores it.
        settings.setTagStorageMode(JpaStorageSettings.TagStorageModeEnum.NON_VERSIONED);
        settings.setEnforceReferentialIntegrityOnWrite(true);
        settings.setEnforceReferentialIntegrityOnDelete(true);
        return settings;
    }

    /** A public seam: HAPI asks the context for a new search builder, by its interface. */
    @Bean
    static BeanPostProcessor searchBuildersLoadMatchesOnce() {
        return new BeanPostProcessor() {
            @Override
            @SuppressWarnings("unchecked")
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof ISearchBuilder<?> builder
                        ? new MatchesLoadedOnce((ISearchBuilder<JpaPid>) builder)
                        : bean;
            }
        };
    }

    @Bean
    PartitionSettings partitionSettings() {
        return new PartitionSettings();
    }

    @Bean
    SubscriptionSettings subscriptionSettings() {
        return new SubscriptionSettings();
    }

    @Bean
    @Primary
    HibernatePropertiesProvider hibernatePropertiesProvider() {
        return new HibernatePropertiesProvider() {
            @Override
            public Dialect getDialect() {
                return new HapiFhirPostgresDialect();
            }
        };
    }

    @Bean
    @Primary
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
            ConfigurableListableBeanFactory beans,
            FhirContext fhir,
            JpaStorageSettings settings,
            DataSource dataSource,
            ServerSettings server) {
        LocalContainerEntityManagerFactoryBean factory =
                HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, settings);
        factory.setPersistenceUnitName("HAPI_PU");
        factory.setDataSource(dataSource);
        factory.setJpaPropertyMap(jpaProperties(server.dataDirectory().resolve("lucene")));
        return factory;
    }

    @Bean
    @Primary
    JpaTransactionManager transactionManager(EntityManagerFactory factory) {
        return new JpaTransactionManager(factory);
    }

    @Bean
    IFulltextSearchSvc fullTextSearch() {
        return new FulltextSearchSvcImpl();
    }

    @Bean
    IHSearchSortHelper searchSortHelper(ISearchParamRegistry parameters) {
        return new HSearchSortHelperImpl(parameters);
    }

    @Bean
    IStaleSearchDeletingSvc staleSearchDeleting() {
        return new StaleSearchDeletingSvcImpl();
    }

    @Bean
    DatabaseBackedPagingProvider pagingProvider(RequestLimits limits) {
        DatabaseBackedPagingProvider paging = new DatabaseBackedPagingProvider();
        paging.setDefaultPageSize(Math.min(20, limits.page()));
        paging.setMaximumPageSize(limits.page());
        return paging;
    }

    @Bean
    IResourceSupportedSvc resourceSupported(IDaoRegistry daoRegistry) {
        return new DaoRegistryResourceSupportedSvc(daoRegistry);
    }

    @Bean(name = "myResourceCountsCache")
    ResourceCountCache resourceCounts(IFhirSystemDao<?, ?> systemDao) {
        return ResourceCountCacheUtil.newResourceCountCache(systemDao);
    }

    @Bean
    IBinaryStorageSvc binaryStorage() {
        return new DatabaseBinaryContentStorageSvcImpl();
    }

    private static Map<String, Object> jpaProperties(Path lucene) {
        return Map.ofEntries(
                Map.entry(AvailableSettings.DIALECT, HapiFhirPostgresDialect.class.getName()),
                Map.entry(AvailableSettings.HBM2DDL_AUTO, "none"),
                Map.entry(AvailableSettings.STATEMENT_BATCH_SIZE, "20"),
                Map.entry(AvailableSettings.USE_QUERY_CACHE, "false"),
                Map.entry(AvailableSettings.USE_SECOND_LEVEL_CACHE, "false"),
                Map.entry(AvailableSettings.USE_STRUCTURED_CACHE, "false"),
                Map.entry(AvailableSettings.USE_MINIMAL_PUTS, "false"),
                Map.entry(AvailableSettings.SCANNER, "org.hibernate.boot.archive.scan.internal.DisabledScanner"),
                Map.entry(HibernateOrmMapperSettings.ENABLED, "true"),
                Map.entry(BackendSettings.backendKey(BackendSettings.TYPE), "lucene"),
                Map.entry(
                        BackendSettings.backendKey(LuceneBackendSettings.ANALYSIS_CONFIGURER),
                        HapiHSearchAnalysisConfigurers.HapiLuceneAnalysisConfigurer.class.getName()),
                Map.entry(BackendSettings.backendKey(LuceneIndexSettings.DIRECTORY_TYPE), "local-filesystem"),
                Map.entry(
                        BackendSettings.backendKey(LuceneIndexSettings.DIRECTORY_ROOT),
                        lucene.toAbsolutePath().toString()),
                Map.entry(BackendSettings.backendKey(LuceneBackendSettings.LUCENE_VERSION), "LUCENE_CURRENT"));
    }
}
