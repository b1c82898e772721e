package org.firewarden.gate.consent;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.gate.decision.ActorRoles;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.decision.ConsentAction;
import org.firewarden.gate.decision.ConsentActor;
import org.firewarden.gate.decision.ConsentClasses;
import org.firewarden.gate.decision.ConsentData;
import org.firewarden.gate.decision.ConsentLabels;
import org.firewarden.gate.decision.ConsentPeriod;
import org.firewarden.gate.decision.ConsentPurposes;
import org.firewarden.gate.decision.PurposeHierarchy;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.ResourceType;
import org.jspecify.annotations.Nullable;

/** Reads the criteria of one provision; what it does not know is a problem and never left out in silence. */
final class ProvisionReader {

    private static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    private static final String URIS = "urn:ietf:rfc:3986";
    private static final String LOINC = "http://loinc.org";

    private final ProvisionComponent provision;
    private final String path;
    private final Problems problems;

    ProvisionReader(ProvisionComponent provision, String path, Problems problems) {
        this.provision = provision;
        this.path = path;
        this.problems = problems;
    }

    ConsentPeriod period() {
        return provision.hasPeriod() ? span(provision.getPeriod(), ".period") : ConsentPeriod.ALWAYS;
    }

    @Nullable
    ConsentPeriod dataPeriod() {
        return provision.hasDataPeriod() ? span(provision.getDataPeriod(), ".dataPeriod") : null;
    }

    private ConsentPeriod span(Period period, String element) {
        Optional<ConsentPeriod> span = DateSpan.of(period);
        if (span.isEmpty() || !(period.hasStart() || period.hasEnd())) {
            problems.add("consent-period-invalid", path + element, "must have a start or an end, as dates that exist");
        } else if (span.get().isEmpty()) {
            problems.add("consent-contradiction", path + element, "ends before it starts");
        }
        return span.orElse(ConsentPeriod.ALWAYS);
    }

    List<ConsentActor> actors() {
        List<ConsentActor> actors = new ArrayList<>();
        for (int i = 0; i < provision.getActor().size(); i++) {
            Consent.provisionActorComponent actor = provision.getActor().get(i);
            String at = path + ".actor[" + i + "]";
            Set<CodedValue> roles = roles(actor.getRole(), at);
            boolean isGroup = !roles.isEmpty() && !actor.getReference().hasReference();
            Optional<String> reference = isGroup && !actor.getReference().hasIdentifier()
                    ? Optional.empty()
                    : problems.reference(actor.getReference(), "consent-actor-unknown", at + ".reference");
            if (isGroup || reference.isPresent()) {
                actors.add(new ConsentActor(reference.orElse(null), roles));
            }
        }
        return actors;
    }

    private Set<CodedValue> roles(CodeableConcept role, String at) {
        Set<CodedValue> roles = new HashSet<>();
        for (Coding coding : role.getCoding()) {
            if (coding.hasCode() && ActorRoles.SYSTEMS.contains(String.valueOf(coding.getSystem()))) {
                roles.add(new CodedValue(coding.getSystem(), coding.getCode()));
            }
        }
        if (role.hasCoding() && roles.isEmpty()) {
            problems.add(
                    "consent-role-unknown",
                    at + ".role",
                    "must be a code of v3-RoleClass, v3-RoleCode, v3-ParticipationType or v3-ParticipationFunction");
        }
        return roles;
    }

    Set<ConsentAction> actions() {
        Set<ConsentAction> actions = EnumSet.noneOf(ConsentAction.class);
        for (int i = 0; i < provision.getAction().size(); i++) {
            Optional<ConsentAction> action = provision.getAction().get(i).getCoding().stream()
                    .filter(coding -> ConsentAction.SYSTEM.equals(coding.getSystem()))
                    .flatMap(coding -> ConsentAction.ofCode(String.valueOf(coding.getCode())).stream())
                    .findFirst();
            if (action.isEmpty()) {
                problems.add("consent-action-unknown", path + ".action[" + i + "]", "must be a code of consentaction");
            }
            action.ifPresent(actions::add);
        }
        return actions;
    }

    ConsentPurposes purposes() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < provision.getPurpose().size(); i++) {
            Coding purpose = provision.getPurpose().get(i);
            if (PurposeOfUse.SYSTEM.equals(purpose.getSystem())
                    && PurposeHierarchy.isKnown(String.valueOf(purpose.getCode()))) {
                codes.add(purpose.getCode());
            } else {
                problems.add(
                        "consent-purpose-unknown",
                        path + ".purpose[" + i + "]",
                        "must be a purpose of use of v3-ActReason");
            }
        }
        return new ConsentPurposes(codes);
    }

    ConsentLabels labels() {
        Confidentiality ceiling = null;
        Set<CodedValue> sensitivities = new HashSet<>();
        for (int i = 0; i < provision.getSecurityLabel().size(); i++) {
            Coding label = provision.getSecurityLabel().get(i);
            String code = String.valueOf(label.getCode());
            Optional<Confidentiality> level =
                    Confidentiality.SYSTEM.equals(label.getSystem()) ? Confidentiality.ofCode(code) : Optional.empty();
            if (level.isPresent()) {
                ceiling = ceiling == null || level.get().compareTo(ceiling) > 0 ? level.get() : ceiling;
            } else if (LabelCodes.SYSTEM.equals(label.getSystem()) && LabelCodes.isKnown(code)) {
                sensitivities.add(new CodedValue(LabelCodes.SYSTEM, code));
            } else {
                problems.add(
                        "consent-label-unknown",
                        path + ".securityLabel[" + i + "]",
                        "must be a level of v3-Confidentiality or a sensitivity of v3-ActCode");
            }
        }
        return new ConsentLabels(ceiling, sensitivities);
    }

    ConsentClasses classes() {
        Set<String> types = new HashSet<>();
        Set<String> profiles = new HashSet<>();
        Set<CodedValue> documents = new HashSet<>();
        for (int i = 0; i < provision.getClass_().size(); i++) {
            Coding coding = provision.getClass_().get(i);
            String system = String.valueOf(coding.getSystem());
            String code = String.valueOf(coding.getCode());
            if (system.equals(RESOURCE_TYPES) && isResourceType(code)) {
                types.add(code);
            } else if (system.equals(URIS) && coding.hasCode()) {
                profiles.add(code);
            } else if (system.equals(LOINC) && coding.hasCode()) {
                documents.add(new CodedValue(LOINC, code));
            } else {
                problems.add(
                        "consent-class-unknown",
                        path + ".class[" + i + "]",
                        "must be an R4 resource type, the URI of a profile, or the LOINC code of a kind of document");
            }
        }
        return new ConsentClasses(types, profiles, documents);
    }

    private static boolean isResourceType(String code) {
        for (ResourceType type : ResourceType.values()) {
            if (type.name().equals(code)) {
                return true;
            }
        }
        return false;
    }

    Set<CodedValue> codes() {
        Set<CodedValue> codes = new HashSet<>();
        for (int i = 0; i < provision.getCode().size(); i++) {
            List<Coding> codings = provision.getCode().get(i).getCoding();
            boolean isCoded = !codings.isEmpty() && codings.stream().allMatch(c -> c.hasSystem() && c.hasCode());
            if (isCoded) {
                codings.forEach(coding -> codes.add(new CodedValue(coding.getSystem(), coding.getCode())));
            } else {
                problems.add(
                        "consent-code-unknown",
                        path + ".code[" + i + "]",
                        "must have codings with system and code; words cannot be compared");
            }
        }
        return codes;
    }

    List<ConsentData> data() {
        List<ConsentData> data = new ArrayList<>();
        for (int i = 0; i < provision.getData().size(); i++) {
            Consent.provisionDataComponent datum = provision.getData().get(i);
            String at = path + ".data[" + i + "]";
            Optional<ConsentData.Meaning> meaning = datum.getMeaning() == null
                    ? Optional.empty()
                    : ConsentData.Meaning.ofCode(datum.getMeaning().toCode());
            if (meaning.isEmpty()) {
                problems.add("consent-data-unknown", at + ".meaning", "must be a code of consent-data-meaning");
            }
            Optional<String> reference =
                    problems.reference(datum.getReference(), "consent-data-unknown", at + ".reference");
            if (meaning.isPresent() && reference.isPresent()) {
                data.add(new ConsentData(meaning.get(), reference.get(), Set.of()));
            }
        }
        return data;
    }
}
