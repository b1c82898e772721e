package org.firewarden.deid.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.operation.export.ExportKickOff;
import org.firewarden.deid.operation.export.ExportSettings;
import org.firewarden.job.Jobs;
import org.firewarden.record.CohortReader;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.record.RecordQuery;
import org.firewarden.record.RecordRead;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeidentifyProviderTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Decision.Deny DENIED = new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null);

    @TempDir
    Path folder = Path.of("");

    private final AuditDraft audit = new AuditDraft("correlation-1", "127.0.0.1");

    private static Caller caller(Role role, PurposeOfUse purpose) {
        return new Caller(
                "rita", "app", Set.of(role), SmartScopes.parse("user/*.rs"), purpose, null, null, null, null, null);
    }

    private static final Caller RESEARCHER = caller(Role.RESEARCHER, PurposeOfUse.HRESCH);

    /** Knows the patients {@code known} and {@code denied}. */
    private static final class Records implements PatientRecordReader {
        @Override
        public Decision mayRead(Caller caller, String patientId, Set<String> resourceTypes) {
            throw new UnsupportedOperationException("not asked by this operation");
        }

        @Override
        public Decision mayReadEach(Caller caller, String patientId, List<ObjectNode> resources) {
            throw new UnsupportedOperationException("not asked by this operation");
        }

        @Override
        public RecordRead read(Caller caller, String patientId, RecordQuery query) {
            if (patientId.equals("denied")) {
                return new RecordRead.Refused(DENIED);
            }
            if (!patientId.equals("known")) {
                return new RecordRead.Unknown();
            }
            ObjectNode resource = new ObjectMapper().createObjectNode();
            resource.put("resourceType", query.resourceType())
                    .put("id", query.resourceType().equals("Patient") ? "known" : "1");
            resource.putObject("text").put("div", "Zebedee");
            return new RecordRead.Granted(List.of(resource));
        }
    }

    private Parameters call(
            @Nullable Caller caller, @Nullable Bundle data, @Nullable String policy, @Nullable String patient) {
        return call(caller, data, policy, patient, Map.of());
    }

    private Parameters call(
            @Nullable Caller caller,
            @Nullable Bundle data,
            @Nullable String policy,
            @Nullable String patient,
            Map<String, String[]> inAddress) {
        SecureRandom random = new SecureRandom();
        KeyRing keys = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(AuditDraft.REQUEST_ATTRIBUTE, audit);
        if (caller != null) {
            attributes.put(Caller.REQUEST_ATTRIBUTE, caller);
        }
        HttpServletRequest servletRequest = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getAttribute") ? attributes.get(arguments[0]) : null);
        ServletRequestDetails request = new ServletRequestDetails();
        request.setServer(new RestfulServer(FHIR));
        request.setServletRequest(servletRequest);
        request.setParameters(inAddress);
        try (TokenVault vault = TokenVault.open(folder.resolve("vault"), keys, random)) {
            Engines engines = new Engines(vault, keys, Clock.systemUTC());
            return (Parameters) DeidentifyConfiguration.provider(FHIR, engines, new Records(), noExports(engines))
                    .deIdentify(
                            data,
                            policy == null ? null : new StringType(policy),
                            patient == null ? null : new Reference(patient),
                            request);
        }
    }

    /** Data sets are asked for in {@code it/}; a Bundle or one patient never gets that far. */
    private static ExportKickOff noExports(Engines engines) {
        CohortReader nobody = (CohortReader) Proxy.newProxyInstance(
                DeidentifyProviderTest.class.getClassLoader(),
                new Class<?>[] {CohortReader.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException("not asked by a synchronous call");
                });
        Jobs none = (Jobs) Proxy.newProxyInstance(
                DeidentifyProviderTest.class.getClassLoader(),
                new Class<?>[] {Jobs.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException("not asked by a synchronous call");
                });
        return new ExportKickOff(engines, nobody, none, ExportSettings.DEFAULT, Clock.systemUTC());
    }

    private BaseServerResponseException refused(
            @Nullable Caller caller, @Nullable Bundle data, @Nullable String policy, @Nullable String patient) {
        BaseServerResponseException refusal =
                catchThrowableOfType(BaseServerResponseException.class, () -> call(caller, data, policy, patient));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getOperationOutcome()).isInstanceOf(OperationOutcome.class);
        return refusal;
    }

    private static Bundle zebedee() {
        Patient patient = new Patient();
        patient.setId("p1");
        patient.addName().setFamily("Zebedee");
        patient.getBirthDateElement().setValueAsString("1960-01-02");
        Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
        bundle.addEntry().setResource(patient);
        return bundle;
    }

    private static Bundle answer(Parameters parameters) {
        return (Bundle) parameters.getParameter("de-identifiedData").getResource();
    }

    @ParameterizedTest
    @ValueSource(strings = {"safe-harbor", "HHS_SAFE_HARBOR_DETERMINISTIC_METHOD"})
    void aResearcherGetsTheBundleWithoutIdentifiers(String policy) {
        Bundle bundle = answer(call(RESEARCHER, zebedee(), policy, null));
        assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.COLLECTION);
        Patient patient = (Patient) bundle.getEntryFirstRep().getResource();
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1960");
        assertThat(FHIR.newJsonParser().encodeResourceToString(bundle)).doesNotContain("Zebedee", "\"p1\"", "01-02");
        AuditEntry entry = audit.toEntry(Instant.EPOCH, 200);
        assertThat(entry.interaction()).isEqualTo("$deidentify");
        assertThat(entry.patientIds()).isEmpty();
        assertThat(entry.details())
                .containsEntry("source", "brought")
                .containsEntry("policy", "safe-harbor")
                .containsEntry("resources-in", "1")
                .containsEntry("resources-out", "1")
                .containsKey("policy-sha256");
    }

    @Test
    void aPatientOfTheServerIsReadThroughTheGate() {
        Bundle bundle = answer(call(RESEARCHER, null, "safe-harbor", "Patient/known"));
        assertThat(bundle.getEntry()).hasSize(9);
        assertThat(FHIR.newJsonParser().encodeResourceToString(bundle)).doesNotContain("Zebedee", "known\"");
        assertThat(audit.toEntry(Instant.EPOCH, 200).patientIds()).containsExactly("known");
    }

    @Test
    void aDeniedPatientLooksLikeNone() {
        BaseServerResponseException denied = refused(RESEARCHER, null, "safe-harbor", "Patient/denied");
        assertThat(audit.toEntry(Instant.EPOCH, 404).denialReason())
                .isEqualTo(DENIED.reason().code());
        BaseServerResponseException none = refused(RESEARCHER, null, "safe-harbor", "Patient/none");
        assertThat(denied.getStatusCode()).isEqualTo(404).isEqualTo(none.getStatusCode());
        assertThat(FHIR.newJsonParser().encodeResourceToString(denied.getOperationOutcome()))
                .isEqualTo(FHIR.newJsonParser().encodeResourceToString(none.getOperationOutcome()));
    }

    @Test
    void nobodyButAResearcherForResearchMayAsk() {
        assertThat(refused(caller(Role.CLINICIAN, PurposeOfUse.HRESCH), zebedee(), "safe-harbor", null)
                        .getStatusCode())
                .isEqualTo(403);
        assertThat(refused(caller(Role.RESEARCHER, PurposeOfUse.TREAT), zebedee(), "safe-harbor", null)
                        .getStatusCode())
                .isEqualTo(403);
        assertThat(refused(null, zebedee(), "safe-harbor", null).getStatusCode())
                .isEqualTo(403);
    }

    @Test
    void aLimitedDataSetIsMadeUnderADataUseAgreement() {
        Parameters answer = call(
                RESEARCHER, zebedee(), "limited-data-set", null, Map.of("dataUseAgreement", new String[] {"DUA-17"}));

        assertThat(FHIR.newJsonParser().encodeResourceToString(answer))
                .contains("1960-01-02")
                .doesNotContain("Zebedee", "\"p1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expert-determination", "HHS_EXPERT_DETERMINATION_METHOD"})
    void expertDeterminationMovesDates(String policy) {
        Parameters answer = call(RESEARCHER, zebedee(), policy, null);

        assertThat(FHIR.newJsonParser().encodeResourceToString(answer)).doesNotContain("Zebedee", "1960-01-02");
    }

    @ParameterizedTest
    @CsvSource({"limited-data-set,terms-missing", "Zebedee,policy-unknown"})
    void aPolicyThatCannotBeAppliedIsRefused(String policy, String code) {
        BaseServerResponseException refusal = refused(RESEARCHER, zebedee(), policy, null);
        assertThat(refusal.getStatusCode()).isEqualTo(422);
        assertThat(FHIR.newJsonParser().encodeResourceToString(refusal.getOperationOutcome()))
                .contains(code, "correlation-1")
                .doesNotContain("Zebedee");
    }

    @Test
    void eachProblemOfTheInputIsNamed() {
        BaseServerResponseException refusal = refused(RESEARCHER, null, null, null);
        assertThat(refusal.getStatusCode()).isEqualTo(422);
        assertThat(((OperationOutcome) refusal.getOperationOutcome()).getIssue())
                .hasSize(2);
        assertThat(refused(RESEARCHER, null, "safe-harbor", "Patient?name=Zebedee")
                        .getStatusCode())
                .isEqualTo(422);
        assertThat(refused(RESEARCHER, zebedee(), "safe-harbor", "Patient/known")
                        .getStatusCode())
                .isEqualTo(422);
    }
}
