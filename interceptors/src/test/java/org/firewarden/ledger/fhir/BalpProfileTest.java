package org.firewarden.ledger.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditStep;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.phi.Phi;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CanonicalType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each kind of event against the profile that it claims, with HAPI's validator (IHE BALP 1.1.4, 3:5.7). */
class BalpProfileTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123456Z");
    private static final AuditEventView VIEW =
            new AuditEventView(new AuditSource("firewarden", "https://fhir.example.org/fhir"));
    private static final Set<String> P1 = Set.of("p1");

    private static AuditDraft draft(String interaction, AuditAction action) {
        AuditDraft draft = new AuditDraft("7c0f3c5e-0001", "192.0.2.7");
        draft.caller(caller("alice", "Practitioner/alice"));
        draft.interaction(action, interaction);
        draft.detail("method", "GET");
        draft.detail("policy-hash", "abc");
        return draft;
    }

    private static Caller caller(String subject, @Nullable String fhirUser) {
        return new Caller(
                subject,
                "demo-app",
                Set.of(Role.CLINICIAN),
                SmartScopes.NONE,
                PurposeOfUse.TREAT,
                fhirUser,
                null,
                null,
                "jti-1",
                null);
    }

    private static List<AuditEvent> events(AuditDraft draft, int status) {
        return draft.toEntries(NOW, status).stream()
                .map(entry -> VIEW.of(new OpenedEvent(UUID.randomUUID(), entry, 0)))
                .toList();
    }

    private static AuditEvent event(AuditEntry entry) {
        return VIEW.of(new OpenedEvent(UUID.randomUUID(), entry, 0));
    }

    /** Each with the names of the profiles that its first event claims. */
    private static Map<String, List<AuditEvent>> everyKind() {
        Map<String, List<AuditEvent>> all = new LinkedHashMap<>();
        for (String interaction : List.of("read", "vread", "history-instance")) {
            AuditDraft draft = draft(interaction, AuditAction.READ);
            draft.entity("Observation/o1");
            draft.shown(P1, "Observation/o1", "clinician");
            all.put(interaction + " PatientRead", events(draft, 200));
        }
        AuditDraft location = draft("read", AuditAction.READ);
        location.entity("Location/l1");
        all.put("read of what is of no patient Read", events(location, 200));
        AuditDraft consented = draft("read", AuditAction.READ);
        consented.shown(P1, "Observation/o1", "Consent/c1");
        consented.masked(P1);
        consented.underBreakGlass(P1, Set.of("grant-1"));
        all.put("read by Consent, masked, under break-glass PatientRead", events(consented, 200));
        for (String interaction : List.of("search-type", "get-page")) {
            AuditDraft search = draft(interaction, AuditAction.EXECUTE);
            search.query(Phi.of("Observation?patient=p1&code=a|b"));
            search.cleanedQuery("Observation?code&patient");
            search.shown(P1, "Observation/o1", null);
            search.shown(P1, "Patient/p1", null);
            search.shown(Set.of("p2"), "Observation/o2", null);
            search.withheld(Set.of("p3"), new Decision.Deny(DenialReason.CARE_RELATIONSHIP, null));
            all.put(interaction + " PatientQuery", events(search, 200));
        }
        AuditDraft nothing = draft("search-type", AuditAction.EXECUTE);
        nothing.query(Phi.of("Location?name=x"));
        nothing.shown(Set.of(), "Location/l1", null);
        all.put("search that concerns nobody Query", events(nothing, 200));
        writes(all);
        AuditDraft refused = draft("read", AuditAction.READ);
        refused.entity("Observation/o1");
        refused.withheld(P1, new Decision.Deny(DenialReason.CONSENT, "Consent/c1"));
        List<AuditEvent> refusal = events(refused, 404);
        all.put("read that a Consent refuses", refusal.subList(0, 1));
        all.put("decision of a Consent AuthZconsent", refusal.subList(1, 2));
        AuditDraft deidentified = draft("$deidentify", AuditAction.EXECUTE);
        deidentified.detail(AuditDetail.DEIDENTIFICATION_POLICY, "safe-harbor");
        deidentified.shown(P1, "Observation/o1", null);
        deidentified.shown(Set.of("p2"), "Observation/o2", null);
        all.put("$deidentify DeIdentification.Source", events(deidentified, 200));
        AuditDraft disclosed = draft(AuditKind.DISCLOSURE.code(), AuditKind.DISCLOSURE.action());
        disclosed.detail(AuditDetail.RECIPIENT, "Organization/payer");
        disclosed.shown(P1, "Observation/o1", null);
        all.put("disclosure PrivacyDisclosure.Source", events(disclosed, 200));
        others(all);
        return all;
    }

    private static void writes(Map<String, List<AuditEvent>> all) {
        Map<String, AuditAction> writes = Map.of(
                "create", AuditAction.CREATE,
                "update", AuditAction.UPDATE,
                "patch", AuditAction.UPDATE,
                "delete", AuditAction.DELETE);
        writes.forEach((interaction, action) -> {
            String profile = interaction.equals("patch")
                    ? "Update"
                    : interaction.substring(0, 1).toUpperCase(Locale.ROOT) + interaction.substring(1);
            AuditDraft draft = draft(interaction, action);
            draft.shown(P1, "Observation/o1", null);
            all.put(interaction + " Patient" + profile, events(draft, 201));
            AuditDraft ofNobody = draft(interaction, action);
            ofNobody.entity("Location/l1");
            all.put(interaction + " of nobody " + profile, events(ofNobody, 201));
            AuditDraft system = new AuditDraft("c2", "192.0.2.8");
            system.caller(new Caller(
                    "engine",
                    "engine",
                    Set.of(Role.INTERFACE_ENGINE),
                    SmartScopes.NONE,
                    PurposeOfUse.HOPERAT,
                    null,
                    null,
                    null,
                    "jti-2",
                    null));
            system.interaction(action, interaction);
            system.shown(P1, "Observation/o1", null);
            all.put(interaction + " by a system Patient" + profile, events(system, 200));
        });
        AuditDraft bundle = draft("transaction", AuditAction.EXECUTE);
        bundle.shown(P1, "Observation/o1", null);
        bundle.steps(List.of(
                new AuditStep(AuditAction.CREATE, "create", 201, List.of("Observation/o1")),
                new AuditStep(AuditAction.DELETE, "delete", 404, List.of("Observation/o2"))));
        List<AuditEvent> steps = events(bundle, 200);
        all.put("transaction", steps.subList(0, 1));
        all.put("entry of a transaction PatientCreate", steps.subList(1, 2));
        all.put("failed entry of a transaction", steps.subList(2, 3));
    }

    private static void others(Map<String, List<AuditEvent>> all) {
        for (AuditKind kind : AuditKind.values()) {
            if (kind != AuditKind.DISCLOSURE && kind != AuditKind.CONSENT_DECISION) {
                AuditDraft draft = draft(kind.code(), kind.action());
                draft.detail(AuditDetail.MODEL_VERSION, "1.2.0");
                draft.sealedDetail(AuditDetail.OUTPUT, Phi.of("7.4\u0007"));
                draft.shown(P1, "urn:uuid:" + UUID.randomUUID(), null);
                all.put(kind.code(), events(draft, 200));
                all.put(
                        kind.code() + " of the server",
                        List.of(event(AuditEntry.ofServer(NOW, kind, Map.of("x", "y")))));
            }
        }
        for (String interaction : List.of(
                "$break-glass",
                "$explain-access",
                "$everything",
                "capabilities",
                "audit-export",
                "clock-set-back",
                "http")) {
            all.put(interaction, events(draft(interaction, AuditAction.EXECUTE), 200));
        }
        AuditDraft anonymous = new AuditDraft("c3", "192.0.2.9");
        anonymous.denied(new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null));
        all.put("request without a token", events(anonymous, 401));
        AuditDraft failed = draft("search-type", AuditAction.EXECUTE);
        failed.query(Phi.of("Observation?_has=x"));
        failed.denied(new Decision.Deny(DenialReason.QUERY_CLOSED, null));
        all.put("query that the firewall refuses", events(failed, 403));
        AuditEntry erased = draft("read", AuditAction.READ).toEntry(NOW, 200);
        all.put("event whose keys are destroyed", List.of(VIEW.of(new OpenedEvent(UUID.randomUUID(), erased, 2))));
    }

    @TestFactory
    Stream<DynamicTest> eachKindOfEventIsValidByItsProfile() {
        return everyKind().entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
                    String last = kind.getKey().substring(kind.getKey().lastIndexOf(' ') + 1);
                    boolean hasProfile =
                            Arrays.stream(BalpProfile.values()).anyMatch(profile -> isNamed(profile, last));
                    List<String> claimed = new ArrayList<>();
                    kind.getValue().get(0).getMeta().getProfile().stream()
                            .map(CanonicalType::getValue)
                            .filter(url -> !url.equals(BalpProfile.TOKEN_USE))
                            .forEach(claimed::add);
                    assertThat(claimed).hasSize(hasProfile ? 1 : 0);
                    assertThat(claimed).allMatch(url -> url.endsWith("/IHE.BasicAudit." + last));
                    assertThat(kind.getValue())
                            .allSatisfy(event ->
                                    assertThat(BalpValidator.errors(event)).isEmpty());
                }));
    }

    private static boolean isNamed(BalpProfile profile, String name) {
        AuditEntry ofPatient = draft("read", AuditAction.READ).toEntry(NOW, 200);
        return profile.url(ofPatient).endsWith("." + name)
                || profile.url(withPatient()).endsWith("." + name);
    }

    private static AuditEntry withPatient() {
        AuditDraft draft = draft("read", AuditAction.READ);
        draft.patients(P1);
        return draft.toEntry(NOW, 200);
    }

    @Test
    void whatAProfileDemandsIsMissed() {
        AuditDraft draft = draft("read", AuditAction.READ);
        draft.shown(P1, "Observation/o1", "clinician");

        AuditEvent withoutClient = events(draft, 200).get(0);
        withoutClient.getAgent().remove(1);
        assertThat(BalpValidator.errors(withoutClient)).isNotEmpty();
        AuditEvent withoutPatient = events(draft, 200).get(0);
        withoutPatient.getEntity().remove(0);
        assertThat(BalpValidator.errors(withoutPatient)).isNotEmpty();
        AuditEvent withOtherAction = events(draft, 200).get(0).setAction(AuditEvent.AuditEventAction.E);
        assertThat(BalpValidator.errors(withOtherAction)).isNotEmpty();
        AuditEvent withoutToken = events(draft, 200).get(0);
        withoutToken.getAgent().get(0).getPolicy().clear();
        assertThat(BalpValidator.errors(withoutToken)).isNotEmpty();
    }

    @Test
    void anAuditorFindsEachThingAtItsPlace() {
        AuditDraft draft = draft("read", AuditAction.READ);
        draft.shown(P1, "Observation/o1", "clinician");
        AuditEvent event = events(draft, 200).get(0);

        assertThat(event.getAgent().get(1).getWho().getIdentifier().getValue()).isEqualTo("demo-app");
        assertThat(event.getAgent().get(1).getNetwork().getAddress()).isEqualTo("192.0.2.7");
        assertThat(event.getAgent().get(0).getWho().getReference()).isEqualTo("Practitioner/alice");
        assertThat(event.getAgent().get(0).getPolicy().get(0).getValue()).isEqualTo("urn:ietf:params:oauth:jti:jti-1");
        assertThat(event.getAgent()
                        .get(0)
                        .getPurposeOfUseFirstRep()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("TREAT");
        assertThat(event.getEntity()).anySatisfy(entity -> {
            assertThat(entity.getWhat().getIdentifier().getValue()).isEqualTo("7c0f3c5e-0001");
            assertThat(entity.getDetail()).anySatisfy(detail -> {
                assertThat(detail.getType()).isEqualTo("rule");
                assertThat(detail.getValue().primitiveValue()).isEqualTo("clinician");
            });
        });
    }
}
