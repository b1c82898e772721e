package org.firewarden.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The directions between modules, and the rules of each package. */
@AnalyzeClasses(packages = "org.firewarden", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependenciesBetweenModulesRunOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.firewarden..")
            .layer("config")
            .definedBy(
                    "org.firewarden.access..",
                    "org.firewarden.audit..",
                    "org.firewarden.cohort..",
                    "org.firewarden.control..",
                    "org.firewarden.crypto..",
                    "org.firewarden.dataset..",
                    "org.firewarden.job..",
                    "org.firewarden.outbound..",
                    "org.firewarden.phi..",
                    "org.firewarden.problem..",
                    "org.firewarden.record..")
            .layer("smart-launch")
            .definedBy("org.firewarden.smart..")
            .layer("deid-engine")
            .definedBy("org.firewarden.deid.engine..")
            .layer("deid-operation")
            .definedBy("org.firewarden.deid.operation..")
            .layer("model-registry")
            .definedBy("org.firewarden.model..", "org.firewarden.train..")
            .layer("interceptors")
            .definedBy("org.firewarden.gate..", "org.firewarden.ledger..", "org.firewarden.failure..")
            .layer("cds-services")
            .definedBy("org.firewarden.cds..")
            .layer("fhir-server")
            .definedBy("org.firewarden.server..")
            .whereLayer("config")
            .mayNotAccessAnyLayer()
            .whereLayer("smart-launch")
            .mayOnlyAccessLayers("config")
            .whereLayer("deid-engine")
            .mayOnlyAccessLayers("config")
            .whereLayer("deid-operation")
            .mayOnlyAccessLayers("config", "deid-engine")
            .whereLayer("model-registry")
            .mayOnlyAccessLayers("config")
            .whereLayer("interceptors")
            .mayOnlyAccessLayers("config", "smart-launch", "deid-engine", "deid-operation", "model-registry")
            .whereLayer("cds-services")
            .mayOnlyAccessLayers("config", "smart-launch", "deid-engine", "deid-operation", "model-registry")
            .whereLayer("fhir-server")
            .mayNotBeAccessedByAnyLayer()
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule onlyTheCryptoPackageTouchesCryptography = noClasses()
            .that()
            .resideOutsideOfPackage("org.firewarden.crypto..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.crypto..", "org.bouncycastle..", "java.security.spec..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.MessageDigest")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyStore")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyPairGenerator")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyFactory")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.Signature");

    @ArchTest
    static final ArchRule theEngineKnowsNoSpringAndNoServer = noClasses()
            .that()
            .resideInAPackage("org.firewarden.deid.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "ca.uhn.fhir..", "org.hl7.fhir..");

    @ArchTest
    static final ArchRule theDecisionIsPure = noClasses()
            .that()
            .resideInAPackage("org.firewarden.gate.decision..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "ca.uhn.fhir..",
                    "org.hl7.fhir..",
                    "java.sql..",
                    "jakarta..",
                    "org.slf4j..");

    /** A request without a caller is made by the self-test alone, which shows that it sees nothing. */
    @ArchTest
    static final ArchRule requestsFromInsideHaveACaller = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.firewarden.gate.enforcement.RequestContext")
            .and()
            .resideOutsideOfPackage("org.firewarden.server.selftest..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("SystemRequestDetails");

    /** Below the DAOs there is no gate. Labels stand there, since they change without a new version of their resource. */
    @ArchTest
    static final ArchRule nobodyReadsHapisTables = noClasses()
            .that()
            .resideOutsideOfPackage("org.firewarden.server.label..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                            "ca.uhn.fhir.jpa.dao.data..", "ca.uhn.fhir.jpa.model.entity..", "ca.uhn.fhir.jpa.entity..")
                    // How tags are kept is a setting; HAPI has put its type among the entities.
                    .and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(StorageSettings.class))));

    /**
     * HAPI asks no interceptor, or one without a request, when its storage is asked without a request. The backfill of the
     * relationship tables does so: it reads references at the start and shows them to nobody.
     */
    @ArchTest
    static final ArchRule theStorageIsAskedWithARequest = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.firewarden.server.fhir.StoredVersions")
            .should()
            .callMethodWhere(new DescribedPredicate<JavaMethodCall>("HAPI's storage is asked without a request") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isAssignableTo(IDao.class)
                            && ASKING.contains(call.getName())
                            && call.getTarget().getRawParameterTypes().stream()
                                    .noneMatch(type -> type.isAssignableTo(RequestDetails.class));
                }
            });

    private static final Set<String> ASKING = Set.of(
            "read",
            "readByPid",
            "search",
            "searchForIds",
            "searchForResources",
            "searchForResourceIds",
            "history",
            "create",
            "update",
            "delete",
            "deleteByUrl",
            "patch",
            "transaction",
            "toResource");

    /** Each class that asks HAPI's storage is listed, so that a new one is looked at. */
    @ArchTest
    static final ArchRule onlyTheServerAsksTheStorage = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.firewarden.server.fhir..",
                    "org.firewarden.server.record..",
                    "org.firewarden.server.recommendation..",
                    "org.firewarden.server.selftest..",
                    "org.firewarden.server.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ca.uhn.fhir.jpa.api.dao..");

    /**
     * {@link org.firewarden.outbound.OutboundCalls} is the only way out, but for the witness of the ledger, which posts to the
     * one address that the operator has set for it.
     */
    @ArchTest
    static final ArchRule nobodyElseCallsOut = noClasses()
            .that()
            .resideOutsideOfPackage("org.firewarden.server.outbound..")
            .and()
            .haveNameNotMatching("org\\.firewarden\\.ledger\\.checkpoint\\.HttpWitness.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net.http..",
                    "org.apache.hc..",
                    "org.apache.http..",
                    "okhttp3..",
                    "ca.uhn.fhir.rest.client..",
                    "org.springframework.web.client..",
                    "org.springframework.web.reactive.function.client..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.net\\.(URLConnection|HttpURLConnection|Socket)|com\\.nimbusds\\.jose\\.util\\.DefaultResourceRetriever");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Common");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource");

    @ArchTest
    static final ArchRule eachPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    boolean isMarked = item.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(item, isMarked, item.getPackageName() + " is not @NullMarked"));
                }
            });
}
