package org.firewarden.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
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
                    "org.firewarden.crypto..",
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
            .definedBy("org.firewarden.model..")
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

    /** Below the DAOs there is no gate. */
    @ArchTest
    static final ArchRule nobodyReadsHapisTables = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ca.uhn.fhir.jpa.dao.data..", "ca.uhn.fhir.jpa.model.entity..", "ca.uhn.fhir.jpa.entity..");

    /** Each class that asks HAPI's storage is listed, so that a new one is looked at. */
    @ArchTest
    static final ArchRule onlyTheServerAsksTheStorage = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.firewarden.server.fhir..",
                    "org.firewarden.server.record..",
                    "org.firewarden.server.selftest..",
                    "org.firewarden.server.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ca.uhn.fhir.jpa.api.dao..");

    /** {@link org.firewarden.outbound.OutboundCalls} is the only way out. */
    @ArchTest
    static final ArchRule nobodyElseCallsOut = noClasses()
            .that()
            .resideOutsideOfPackage("org.firewarden.server.outbound..")
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
