package org.firewarden.gate.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what {@code $explain-access} is asked about.
 *
 * @param subject the {@code sub} of the caller in question; grants are looked up by it
 * @param fhirUser the person as a relative reference, or null
 * @param roles what the caller is
 * @param purpose for what
 * @param scopes the scopes of the token
 * @param patientContext the patient in context, or null
 * @param resourceType of which resource
 * @param resourceId which
 * @param interaction to do what
 */
record ExplainRequest(
        String subject,
        @Nullable String fhirUser,
        Set<Role> roles,
        PurposeOfUse purpose,
        SmartScopes scopes,
        @Nullable String patientContext,
        String resourceType,
        String resourceId,
        Interaction interaction) {

    private static final Pattern REFERENCE = Pattern.compile("([A-Z][A-Za-z]{1,63})/([A-Za-z0-9.\\-]{1,64})");
    private static final Pattern ID = Pattern.compile("(?:Patient/)?([A-Za-z0-9.\\-]{1,64})");
    private static final int LONGEST = 500;

    /** Copies the roles. */
    ExplainRequest {
        roles = Set.copyOf(roles);
    }

    /**
     * Reads the parameters; adds what is wrong with them.
     *
     * @param patientId the patient in the address, who is the resource in question unless one is named
     * @return empty if something is wrong
     */
    static Optional<ExplainRequest> read(String patientId, ExplainParameters parameters, List<Problem> problems) {
        String user = parameters.first("user");
        if (user != null && !REFERENCE.matcher(user).matches()) {
            problems.add(wrong("user", "a relative reference such as Practitioner/123"));
        }
        String subject = parameters.first("subject");
        if (subject != null && (subject.isBlank() || subject.length() > LONGEST)) {
            problems.add(wrong("subject", "the sub claim of a token"));
        }
        Set<Role> roles = new HashSet<>();
        for (String code : parameters.all("role")) {
            Role.ofCode(code)
                    .ifPresentOrElse(roles::add, () -> problems.add(wrong("role", "a role such as clinician")));
        }
        if (parameters.all("role").isEmpty()) {
            problems.add(wrong("role", "at least one role, such as clinician"));
        }
        String purposeCode = parameters.first("purpose");
        PurposeOfUse purpose = purposeCode == null
                ? PurposeOfUse.TREAT
                : PurposeOfUse.ofCode(purposeCode).orElse(null);
        String scope = parameters.first("scope");
        String context = parameters.first("patient-context");
        Matcher contextId = ID.matcher(context == null ? patientId : context);
        String resource = parameters.first("resource");
        Matcher reference = REFERENCE.matcher(resource == null ? "Patient/" + patientId : resource);
        Optional<Interaction> interaction = interaction(parameters.first("interaction"));
        List<Problem> further = new ArrayList<>();
        if (purpose == null) {
            further.add(wrong("purpose", "a v3-ActReason code that this server knows, such as TREAT"));
        }
        if (!contextId.matches()) {
            further.add(wrong("patient-context", "the id of a patient"));
        }
        if (!reference.matches()) {
            further.add(wrong("resource", "a relative reference such as Observation/123"));
        }
        if (interaction.isEmpty()) {
            further.add(wrong("interaction", "create, read, update, delete or search"));
        }
        problems.addAll(further);
        if (!problems.isEmpty() || purpose == null) {
            return Optional.empty();
        }
        return Optional.of(new ExplainRequest(
                subject == null ? "explained" : subject,
                user,
                roles,
                purpose,
                SmartScopes.parse(scope == null ? "user/*.cruds" : scope),
                context == null ? null : contextId.group(1),
                reference.group(1),
                reference.group(2),
                interaction.orElseThrow()));
    }

    private static Optional<Interaction> interaction(@Nullable String name) {
        if (name == null) {
            return Optional.of(Interaction.READ);
        }
        for (Interaction interaction : Interaction.values()) {
            if (interaction.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(interaction);
            }
        }
        return Optional.empty();
    }

    private static Problem wrong(String parameter, String expected) {
        return Problem.invalid("explain-parameter", "Parameter " + parameter + " must be " + expected + ".");
    }
}
