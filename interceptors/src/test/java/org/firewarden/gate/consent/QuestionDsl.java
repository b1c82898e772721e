package org.firewarden.gate.consent;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.ResourceContent;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.access.TokenValues;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.decision.ConsentPeriod;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.Gate;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.PolicyRule;
import org.firewarden.gate.decision.PolicyRule.CareRelationship;
import org.firewarden.gate.decision.PolicyRule.ConsentDefault;
import org.firewarden.gate.decision.TypeRule;
import org.hl7.fhir.r4.model.Coding;

/**
 * Asks the gate in one line: {@code who PURPOSE interaction Type/id fact=value,value ...} of patient {@code a}. A type
 * without an id, with {@code ?}, is asked for before any resource is known. {@code at=} is when, else noon of 2026-11-21.
 */
final class QuestionDsl {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** Opens everything, and research only by Consent, so that Consents alone decide. */
    private static final Policy POLICY = new Policy(
            List.of(
                    rule("open", EnumSet.complementOf(EnumSet.of(PurposeOfUse.HRESCH)), ConsentDefault.PERMIT),
                    rule("research", EnumSet.of(PurposeOfUse.HRESCH), ConsentDefault.DENY)),
            null,
            false,
            "test");

    private static final Map<String, Role> ROLES = Map.of(
            "alice", Role.CLINICIAN,
            "cody", Role.CLINICIAN,
            "paul", Role.BILLING,
            "rita", Role.RESEARCHER,
            "pat", Role.PATIENT);

    private static final Map<String, Set<String>> IDENTITIES = Map.of(
            "alice", Set.of("Practitioner/alice", "PractitionerRole/alice-er", "Organization/clinic", "CareTeam/team"),
            "cody", Set.of("Practitioner/cody", "Organization/clinic"),
            "paul", Set.of("Practitioner/paul", "Organization/payer", "Device/claims-app"),
            "rita", Set.of("Practitioner/rita", "Organization/university"),
            "pat", Set.of("Patient/a"));

    private QuestionDsl() {}

    private static PolicyRule rule(String id, Set<PurposeOfUse> purposes, ConsentDefault consent) {
        return new PolicyRule(
                id,
                EnumSet.allOf(Role.class),
                purposes,
                CareRelationship.NOT_ASKED,
                consent,
                false,
                Confidentiality.V,
                Set.of(),
                Map.of("*", new TypeRule(EnumSet.allOf(Interaction.class), ElementRules.all())),
                Set.of(),
                1000,
                false);
    }

    static boolean isPermitted(List<ConsentRule> consents, String question) {
        String[] words = question.split("\\s+", -1);
        Instant asOf = NOON;
        for (String word : words) {
            asOf = word.startsWith("at=") ? Instant.parse(word.substring(3)) : asOf;
        }
        PatientStanding standing = new PatientStanding(consents, Set.of(), null);
        ConsentSnapshot snapshot =
                new ConsentSnapshot(Map.of("a", standing), IDENTITIES.getOrDefault(words[0], Set.of()), asOf);
        return Gate.decide(caller(words[0], words[1]), access(words), snapshot, POLICY)
                .isPermitted();
    }

    private static Caller caller(String who, String purpose) {
        boolean isPatient = who.equals("pat");
        return new Caller(
                who,
                "app",
                Set.of(Objects.requireNonNull(ROLES.get(who))),
                SmartScopes.parse(isPatient ? "patient/*.cruds" : "user/*.cruds"),
                PurposeOfUse.valueOf(purpose),
                isPatient ? "Patient/a" : "Practitioner/" + who,
                isPatient ? "a" : null,
                null,
                null,
                null);
    }

    private static Access access(String[] words) {
        Interaction interaction = Interaction.valueOf(words[2].toUpperCase(Locale.ROOT));
        boolean isUnknown = words[3].endsWith("?");
        String[] resource = words[3].replace("?", "").split("/", -1);
        return new Access(
                interaction,
                resource[0],
                resource.length == 1 ? null : resource[1],
                Set.of("a"),
                Set.of(),
                isUnknown ? null : facts(words));
    }

    private static ResourceFacts facts(String[] words) {
        Set<CodedValue> labels = new HashSet<>();
        Set<CodedValue> codes = new HashSet<>();
        Set<CodedValue> further = new HashSet<>();
        Set<String> references = new HashSet<>();
        Set<String> authors = new HashSet<>();
        Set<String> profiles = new HashSet<>();
        Set<String> inner = new HashSet<>();
        ConsentPeriod time = ConsentPeriod.ALWAYS;
        for (int i = 4; i < words.length; i++) {
            String value = words[i].substring(words[i].indexOf('=') + 1);
            switch (words[i].substring(0, words[i].indexOf('='))) {
                case "at" -> {
                    // When it is asked, which is no fact of the resource.
                }
                case "time" -> time = DateSpan.of(ConsentDsl.period(value)).orElseThrow();
                case "label" -> List.of(value.split(",", -1)).forEach(label -> labels.add(label(label)));
                case "code" -> codes.add(code(value));
                case "mentions" -> further.add(code(value));
                case "ref" -> references.add(value);
                case "author" -> authors.add(value);
                case "profile" -> profiles.add(value);
                case "holds" -> inner.add(value);
                default -> throw new IllegalArgumentException(words[i]);
            }
        }
        ResourceContent content =
                new ResourceContent(codes, further, references, authors, profiles, inner, time.start(), time.end());
        return new ResourceFacts(labels, () -> content, TokenValues.NONE);
    }

    private static CodedValue label(String code) {
        return new CodedValue(
                Confidentiality.ofCode(code).isPresent() ? Confidentiality.SYSTEM : LabelCodes.SYSTEM, code);
    }

    private static CodedValue code(String value) {
        Coding coding = ConsentDsl.coding(value);
        return new CodedValue(coding.getSystem(), coding.getCode());
    }
}
