package org.firewarden.gate.consent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.decision.ConsentAction;
import org.firewarden.gate.decision.ConsentRule;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * Writes FHIR Consents in one line: {@code [scope] [optin|optout] provision}, where a provision is
 * {@code permit|deny criterion=value,value ... { provision ; provision }}.
 */
final class ConsentDsl {

    private static final Map<String, String> SYSTEMS = Map.of(
            "loinc", "http://loinc.org",
            "sct", "http://snomed.info/sct");

    private final Deque<String> words;

    private ConsentDsl(String text) {
        this.words = new ArrayDeque<>(List.of(text.trim().split("\\s+", -1)));
    }

    /** The rule of a Consent that must be one. */
    static ConsentRule rule(String id, String scope, String provision) {
        ConsentReading reading = ConsentReader.read(consent(id, scope, provision));
        if (reading instanceof ConsentReading.Rule rule) {
            return rule.rule();
        }
        throw new AssertionError(provision + " is " + reading);
    }

    static Consent consent(String id, String scope, String text) {
        Consent consent = new Consent();
        consent.setId(id);
        consent.setStatus(Consent.ConsentState.ACTIVE);
        consent.getScope()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/consentscope")
                .setCode(scope);
        consent.addCategory().addCoding().setSystem("http://loinc.org").setCode("59284-0");
        consent.getPatient().setReference("Patient/a");
        ConsentDsl dsl = new ConsentDsl(text);
        while (List.of("optin", "optout").contains(String.valueOf(dsl.words.peek()))) {
            consent.getPolicyRule()
                    .addCoding()
                    .setSystem(LabelCodes.SYSTEM)
                    .setCode(dsl.words.pop().toUpperCase(java.util.Locale.ROOT));
        }
        dsl.provision(consent.getProvision());
        if (!dsl.words.isEmpty()) {
            throw new IllegalArgumentException("left over: " + dsl.words);
        }
        return consent;
    }

    private void provision(ProvisionComponent provision) {
        while (!words.isEmpty() && !List.of(";", "}").contains(words.peek())) {
            String word = words.pop();
            if (word.equals("{")) {
                do {
                    provision(provision.addProvision());
                } while (words.pop().equals(";"));
            } else if (word.equals("permit") || word.equals("deny")) {
                provision.setType(Consent.ConsentProvisionType.fromCode(word));
            } else {
                int equals = word.indexOf('=');
                criterion(provision, word.substring(0, equals), word.substring(equals + 1));
            }
        }
    }

    private static void criterion(ProvisionComponent provision, String name, String value) {
        switch (name) {
            case "period" -> provision.setPeriod(period(value));
            case "time" -> provision.setDataPeriod(period(value));
            default -> {
                for (String one : value.split(",", -1)) {
                    add(provision, name, one);
                }
            }
        }
    }

    private static void add(ProvisionComponent provision, String name, String value) {
        switch (name) {
            case "actor" -> actor(provision, value);
            case "action" -> provision.addAction(new CodeableConcept(new Coding(ConsentAction.SYSTEM, value, null)));
            case "purpose" -> provision.addPurpose(new Coding(PurposeOfUse.SYSTEM, value, null));
            case "label" ->
                provision.addSecurityLabel(new Coding(
                        Confidentiality.ofCode(value).isPresent() ? Confidentiality.SYSTEM : LabelCodes.SYSTEM,
                        value,
                        null));
            case "class" -> provision.addClass_(clazz(value));
            case "code" -> provision.addCode(new CodeableConcept(coding(value)));
            case "instance", "related", "dependents", "authoredby" ->
                provision
                        .addData()
                        .setMeaning(Consent.ConsentDataMeaning.fromCode(name))
                        .setReference(new Reference(value));
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** {@code Type/id}, {@code @ROLE} or {@code Type/id@ROLE}. */
    private static void actor(ProvisionComponent provision, String value) {
        Consent.provisionActorComponent actor = provision.addActor();
        int at = value.indexOf('@');
        actor.getRole().setText("actor");
        if (at >= 0) {
            actor.getRole()
                    .addCoding()
                    .setSystem("http://terminology.hl7.org/CodeSystem/v3-RoleClass")
                    .setCode(value.substring(at + 1));
        }
        String reference = at < 0 ? value : value.substring(0, at);
        if (!reference.isEmpty()) {
            actor.setReference(new Reference(reference));
        }
    }

    private static Coding clazz(String value) {
        if (value.startsWith("profile:")) {
            return new Coding("urn:ietf:rfc:3986", value.substring("profile:".length()), null);
        }
        return value.contains(":") ? coding(value) : new Coding("http://hl7.org/fhir/resource-types", value, null);
    }

    static Coding coding(String value) {
        int colon = value.indexOf(':');
        return new Coding(SYSTEMS.get(value.substring(0, colon)), value.substring(colon + 1), null);
    }

    static Period period(String value) {
        int dots = value.indexOf("..");
        Period period = new Period();
        if (dots > 0) {
            period.setStartElement(new DateTimeType(value.substring(0, dots)));
        }
        if (dots + 2 < value.length()) {
            period.setEndElement(new DateTimeType(value.substring(dots + 2)));
        }
        return period;
    }
}
