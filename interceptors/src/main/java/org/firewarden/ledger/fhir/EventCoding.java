package org.firewarden.ledger.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditKind;
import org.hl7.fhir.r4.model.Coding;

/**
 * Type and subtypes of an event by its interaction: the codes of FHIR, DICOM (PS3.15, A.5), ISO 21089 and IHE where there is one,
 * beside the code that Firewarden itself knows the event by.
 *
 * @param type AuditEvent.type
 * @param subtypes AuditEvent.subtype
 */
record EventCoding(Coding type, List<Coding> subtypes) {

    /** Codes of Firewarden. */
    static final String OWN = "https://firewarden.org/audit-detail";

    static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";

    private static final String RESTFUL = "http://hl7.org/fhir/restful-interaction";
    private static final String LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
    private static final String IHE = "urn:ihe:event-type-code";
    private static final String AUTHORIZATION = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType";
    private static final Coding REST =
            new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation");

    private static final Set<String> INTERACTIONS = Set.of(
            "read",
            "vread",
            "update",
            "patch",
            "delete",
            "history-instance",
            "history-type",
            "history-system",
            "create",
            "search-type",
            "search-system",
            "capabilities",
            "transaction",
            "batch");

    private static final Map<String, EventCoding> KNOWN = known();

    /** The coding of an interaction, operation or kind. */
    static EventCoding of(String interaction) {
        EventCoding known = KNOWN.get(interaction);
        if (known != null) {
            return known;
        }
        Coding own = new Coding(OWN, interaction, null);
        if (INTERACTIONS.contains(interaction)) {
            return new EventCoding(REST, List.of(new Coding(RESTFUL, interaction, null)));
        }
        if (interaction.startsWith("$") || interaction.startsWith("extended-operation")) {
            return new EventCoding(REST, List.of(new Coding(RESTFUL, "operation", null), own));
        }
        return interaction.startsWith("audit-")
                ? new EventCoding(dicom("110101", "Audit Log Used"), List.of(own))
                : new EventCoding(REST, List.of(own));
    }

    private static Map<String, EventCoding> known() {
        Map<String, EventCoding> known = new HashMap<>();
        Coding authentication = dicom("110114", "User Authentication");
        Coding alert = dicom("110113", "Security Alert");
        Coding activity = dicom("110100", "Application Activity");
        Coding export = dicom("110106", "Export");
        Coding configuration = dicom("110129", "Security Configuration");
        add(known, AuditKind.SIGN_IN, authentication, dicom("110122", "Login"));
        add(known, AuditKind.SIGN_OUT, authentication, dicom("110123", "Logout"));
        add(known, AuditKind.STEP_UP, authentication, dicom("110122", "Login"));
        add(known, AuditKind.AUTHORIZATION, authentication, new Coding(IHE, "ITI-71", "Get Access Token"));
        add(known, AuditKind.TOKEN_ISSUE, authentication, new Coding(IHE, "ITI-71", "Get Access Token"));
        add(known, AuditKind.TOKEN_REFRESH, authentication, new Coding(IHE, "ITI-71", "Get Access Token"));
        add(known, AuditKind.TOKEN_INTROSPECTION, authentication, new Coding(IHE, "ITI-102", "Introspect Token"));
        add(known, AuditKind.TOKEN_REVOCATION, authentication);
        add(known, AuditKind.ACCOUNT_CHANGE, alert, dicom("110137", "User Security Attributes Changed"));
        add(known, AuditKind.CLIENT_CHANGE, alert, configuration);
        add(known, AuditKind.CONSENT_CHANGE, alert, dicom("110135", "Object Security Attributes Changed"));
        add(known, AuditKind.BREAK_GLASS_REVIEW, alert, dicom("110138", "Emergency Override Stopped"));
        add(known, AuditKind.POLICY_CHANGE, alert, configuration);
        add(known, AuditKind.SETTINGS_CHANGE, alert, configuration);
        add(known, AuditKind.KEY_USE, alert, dicom("110132", "Use of Restricted Function"));
        add(known, AuditKind.KEY_ROTATION, alert, configuration);
        add(known, AuditKind.LEGAL_HOLD, alert, new Coding(LIFECYCLE, "hold", null));
        add(known, AuditKind.KEY_DESTRUCTION, alert, new Coding(LIFECYCLE, "destroy", null));
        add(known, AuditKind.ALERT, alert);
        add(known, AuditKind.DISCLOSURE, export, new Coding(LIFECYCLE, "disclose", null));
        for (AuditKind kind :
                List.of(AuditKind.EXPORT_KICK_OFF, AuditKind.EXPORT_COMPLETION, AuditKind.EXPORT_DOWNLOAD)) {
            add(known, kind, export);
        }
        for (AuditKind kind : List.of(
                AuditKind.CDS_CALL,
                AuditKind.CDS_FEEDBACK,
                AuditKind.DATASET_REGISTRATION,
                AuditKind.DATASET_DISPOSAL,
                AuditKind.TRAINING_RUN,
                AuditKind.STAGE_CHANGE)) {
            add(known, kind, activity);
        }
        known.put(
                AuditKind.CONSENT_DECISION.code(),
                new EventCoding(alert, List.of(new Coding(AUTHORIZATION, "AuthZ-Consent", null))));
        Coding emergency = dicom("110127", "Emergency Override Started");
        known.put("$break-glass", new EventCoding(alert, List.of(emergency, new Coding(OWN, "$break-glass", null))));
        for (String name : List.of("$deidentify", "$de-identify")) {
            Coding deidentify = new Coding(LIFECYCLE, "deidentify", null);
            known.put(name, new EventCoding(export, List.of(deidentify, new Coding(OWN, name, null))));
        }
        Coding reidentify = new Coding(LIFECYCLE, "reidentify", null);
        known.put("$reidentify", new EventCoding(export, List.of(reidentify, new Coding(OWN, "$reidentify", null))));
        known.put(
                "get-page",
                new EventCoding(REST, List.of(new Coding(RESTFUL, "search", null), new Coding(OWN, "get-page", null))));
        known.put("clock-set-back", new EventCoding(alert, List.of(new Coding(OWN, "clock-set-back", null))));
        return known;
    }

    private static void add(Map<String, EventCoding> known, AuditKind kind, Coding type, Coding... standard) {
        List<Coding> subtypes = new ArrayList<>(List.of(standard));
        subtypes.add(new Coding(OWN, kind.code(), null));
        known.put(kind.code(), new EventCoding(type, List.copyOf(subtypes)));
    }

    private static Coding dicom(String code, String display) {
        return new Coding(DICOM, code, display);
    }
}
