package org.firewarden.deid.operation.reidentify;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.dataset.DataSet;
import org.firewarden.deid.operation.ProtocolProject;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests to reidentify. A researcher or a clinician asks with a reason; a privacy officer and a second person in another
 * role agree, neither of them the requester; then the requester, and nobody else, is answered for a time. Each try is noted.
 */
final class ReidentifyService {

    private static final Pattern DATA_SET =
            Pattern.compile("(?:DataSet/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final Pattern TOKEN = Pattern.compile("(?:[A-Z][A-Za-z]{1,63}/)?([a-z2-7]{26})");
    private static final Pattern IDENTITY = Pattern.compile("[A-Z][A-Za-z]{1,63}/[A-Za-z0-9.-]{1,64}");
    private static final int MOST_TOKENS = 20;
    private static final Duration PENDING = Duration.ofDays(7);
    private static final Duration USUALLY_OPEN = Duration.ofDays(1);
    private static final Duration LONGEST_OPEN = Duration.ofDays(3);
    private static final int SHORTEST_EXPLANATION = 10;
    private static final int LONGEST_EXPLANATION = 2_000;

    /** Who may be the second to agree. */
    private static final List<Role> SECOND = List.of(Role.SAFETY_OFFICER, Role.CLINICIAN, Role.QUALITY);

    private final Inquiries inquiries;
    private final Function<UUID, Optional<DataSet>> dataSets;
    private final Function<String, Optional<String>> vault;
    private final ReidentifyTasks tasks;
    private final KeyRing keys;
    private final Clock clock;

    /**
     * Asks this vault.
     *
     * @param dataSets a data set whoever asks, if it is as it was signed
     * @param vault the identity of a token, as {@code Type/id} behind whatever scope the vault puts there
     */
    ReidentifyService(
            Inquiries inquiries,
            Function<UUID, Optional<DataSet>> dataSets,
            Function<String, Optional<String>> vault,
            ReidentifyTasks tasks,
            KeyRing keys,
            Clock clock) {
        this.inquiries = inquiries;
        this.dataSets = dataSets;
        this.vault = vault;
        this.tasks = tasks;
        this.keys = keys;
        this.clock = clock;
    }

    /** What was sent. */
    record Question(
            @Nullable String dataSet,
            List<String> tokens,
            @Nullable String reason,
            @Nullable Phi<String> text,
            @Nullable String hours) {}

    ReidentifyResult request(Caller caller, Question question, AuditDraft draft) {
        if (!mayAsk(caller)) {
            return forbidden("Researchers and clinicians ask for this.");
        }
        List<Problem> problems = problems(question);
        if (!problems.isEmpty()) {
            return new ReidentifyResult.Refused(400, problems, null);
        }
        Optional<DataSet> dataSet = dataSet(caller, question.dataSet());
        if (dataSet.isEmpty()) {
            return new ReidentifyResult.Refused(
                    404, List.of(Problem.notFound("There is no such data set of this caller.")), null);
        }
        if (!tokens(question.tokens()).stream()
                .allMatch(token -> identity(token, dataSet.get()).isPresent())) {
            return new ReidentifyResult.Refused(
                    400, List.of(Problem.invalid("token-unknown", "A 'token' is not of this data set.")), null);
        }
        UUID id = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String text = Objects.requireNonNull(question.text()).reveal().strip();
        Inquiry inquiry = new Inquiry(
                id,
                caller.subject(),
                caller.clientId(),
                caller.tenant(),
                dataSet.get().id(),
                tokens(question.tokens()),
                ReidentifyReason.ofCode(String.valueOf(question.reason())).orElseThrow(),
                keys.seal(KeyPurpose.VAULT, explanationOf(id), text.getBytes(StandardCharsets.UTF_8)),
                now,
                now.plus(PENDING),
                question.hours() == null ? USUALLY_OPEN : Duration.ofHours(Integer.parseInt(question.hours())),
                draft.correlationId(),
                List.of());
        inquiries.add(inquiry);
        write(inquiry);
        note(inquiry, draft);
        return new ReidentifyResult.Standing(inquiry, inquiry.state(now));
    }

    private static boolean mayAsk(Caller caller) {
        return (caller.actsAs(Role.RESEARCHER) && caller.purpose() == PurposeOfUse.HRESCH)
                || (caller.actsAs(Role.CLINICIAN) && caller.purpose().isTreating());
    }

    /** Researchers ask about data sets of their own, clinicians about those of their organisation: a token was told to them. */
    private Optional<DataSet> dataSet(Caller caller, @Nullable String sent) {
        Matcher id = DATA_SET.matcher(String.valueOf(sent));
        return id.matches()
                ? dataSets.apply(UUID.fromString(id.group(1)))
                        .filter(found -> Objects.equals(found.custody().tenant(), caller.tenant()))
                        .filter(found -> caller.purpose().isTreating()
                                || found.custody().owner().equals(caller.subject()))
                : Optional.empty();
    }

    private Optional<DataSet> dataSetOf(Inquiry inquiry) {
        return Optional.ofNullable(inquiry.dataSet()).flatMap(dataSets);
    }

    /** Whom a token stands for, as {@code Type/id}, if it is one of the data set's protocol and policy. */
    private Optional<String> identity(String token, DataSet dataSet) {
        String scope = ProtocolProject.scope(
                dataSet.lineage().protocol(), dataSet.lineage().policy());
        return vault.apply(token)
                .filter(identity -> identity.startsWith(scope))
                .map(identity -> identity.substring(scope.length()))
                .filter(identity -> IDENTITY.matcher(identity).matches());
    }

    ReidentifyResult decide(Caller caller, UUID id, boolean isApproved, AuditDraft draft) {
        Optional<Inquiry> found =
                inquiries.find(id).filter(inquiry -> Objects.equals(inquiry.tenant(), caller.tenant()));
        Optional<Role> role = approvesAs(caller);
        if (found.isEmpty() || role.isEmpty()) {
            return role.isEmpty() ? forbidden("This caller approves nothing.") : absent();
        }
        Inquiry inquiry = found.get();
        note(inquiry, draft);
        draft.detail("decision", isApproved ? "approve" : "reject");
        if (inquiry.subject().equals(caller.subject())) {
            return forbidden("Somebody else decides on your request.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (inquiry.state(now) != Inquiry.State.PENDING) {
            return conflict("request-decided", "The request is decided, or its time is over.");
        }
        Inquiry.Decided decision = new Inquiry.Decided(caller.subject(), role.get(), isApproved, now);
        if (!inquiries.add(id, decision)) {
            return conflict("decided-before", "This person has decided on the request before.");
        }
        Inquiry decided = inquiries.find(id).orElseThrow();
        write(decided);
        return new ReidentifyResult.Standing(decided, decided.state(now));
    }

    ReidentifyResult look(Caller caller, UUID id, AuditDraft draft) {
        Optional<Inquiry> found = inquiries.find(id);
        if (found.isEmpty()) {
            return absent();
        }
        Inquiry inquiry = found.get();
        Instant now = clock.instant();
        Inquiry.State state = inquiry.state(now);
        if (inquiry.isOf(caller)) {
            note(inquiry, draft);
            if (!mayAsk(caller)) {
                // Who asked may have lost the role since.
                return forbidden("Researchers and clinicians ask for this.");
            }
            draft.detail("state", state.code());
            return state == Inquiry.State.OPEN
                    ? revealed(inquiry, draft)
                    : new ReidentifyResult.Standing(inquiry, state);
        }
        if (approvesAs(caller).isPresent() && Objects.equals(inquiry.tenant(), caller.tenant())) {
            note(inquiry, draft);
            byte[] text = keys.open(KeyPurpose.VAULT, explanationOf(id), inquiry.explanation());
            return new ReidentifyResult.ForApproval(
                    inquiry,
                    state,
                    Phi.of(new String(text, StandardCharsets.UTF_8)),
                    dataSetOf(inquiry).orElse(null));
        }
        return absent();
    }

    private ReidentifyResult revealed(Inquiry inquiry, AuditDraft draft) {
        Map<String, Phi<String>> identities = new LinkedHashMap<>();
        dataSetOf(inquiry)
                .ifPresent(dataSet -> inquiry.tokens()
                        .forEach(token -> identity(token, dataSet)
                                .ifPresent(identity -> identities.put(token, Phi.of(identity)))));
        draft.detail("revealed", String.valueOf(identities.size()));
        draft.patients(identities.values().stream()
                .map(Phi::reveal)
                .filter(identity -> identity.startsWith("Patient/"))
                .map(identity -> identity.substring("Patient/".length()))
                .collect(Collectors.toSet()));
        return new ReidentifyResult.Revealed(
                inquiry, identities, inquiry.openUntil().orElseThrow());
    }

    /** As what the caller decides: as privacy officer, or as the second person; one person is only one of them. */
    private static Optional<Role> approvesAs(Caller caller) {
        if (caller.actsAs(Role.PRIVACY_OFFICER)) {
            return Optional.of(Role.PRIVACY_OFFICER);
        }
        return SECOND.stream().filter(caller::actsAs).findFirst();
    }

    private static List<Problem> problems(Question question) {
        List<Problem> problems = new ArrayList<>();
        List<String> tokens = question.tokens();
        if (tokens.isEmpty()
                || tokens.size() > MOST_TOKENS
                || tokens.stream().anyMatch(token -> !TOKEN.matcher(token).matches())) {
            problems.add(Problem.invalid("token-invalid", "'token' is an id of a data set, 1 to 20 of them."));
        }
        if (question.dataSet() == null || !DATA_SET.matcher(question.dataSet()).matches()) {
            problems.add(Problem.invalid("dataset-invalid", "'dataset' is the data set of the tokens, as DataSet/id."));
        }
        if (question.reason() == null
                || ReidentifyReason.ofCode(question.reason()).isEmpty()) {
            problems.add(Problem.invalid(
                    "reason-invalid",
                    "'reason' is one of "
                            + List.of(ReidentifyReason.values()).stream()
                                    .map(ReidentifyReason::code)
                                    .collect(Collectors.joining(", "))
                            + "."));
        }
        int length =
                question.text() == null ? 0 : question.text().reveal().strip().length();
        if (length < SHORTEST_EXPLANATION || length > LONGEST_EXPLANATION) {
            problems.add(Problem.invalid("text-invalid", "'text' explains the reason, 10 to 2000 characters."));
        }
        String hours = question.hours();
        if (hours != null && (!hours.matches("[1-9]\\d?") || Integer.parseInt(hours) > LONGEST_OPEN.toHours())) {
            problems.add(Problem.invalid("hours-invalid", "'hours' is 1 to 72."));
        }
        return problems;
    }

    private static List<String> tokens(List<String> sent) {
        return Set.copyOf(sent).stream()
                .map(token -> token.substring(token.lastIndexOf('/') + 1))
                .sorted()
                .distinct()
                .toList();
    }

    private void write(Inquiry inquiry) {
        tasks.write(
                inquiry.id(),
                inquiry.subject(),
                inquiry.state(clock.instant()).code(),
                inquiry.requestedAt(),
                inquiry.pendingUntil());
    }

    private static void note(Inquiry inquiry, AuditDraft draft) {
        draft.detail("reidentify-request", inquiry.id().toString());
        draft.detail("reason", inquiry.reason().code());
        if (inquiry.dataSet() != null) {
            draft.detail("data-set", inquiry.dataSet().toString());
        }
        draft.detail("tokens", String.valueOf(inquiry.tokens().size()));
    }

    private static String explanationOf(UUID id) {
        return "reidentify-request/" + id;
    }

    private static ReidentifyResult forbidden(String text) {
        return new ReidentifyResult.Refused(
                403, List.of(Problem.forbidden("forbidden", text)), new Decision.Deny(DenialReason.ROLE, null));
    }

    private static ReidentifyResult absent() {
        return new ReidentifyResult.Refused(
                404, List.of(Problem.notFound("There is no such request of this caller.")), null);
    }

    private static ReidentifyResult conflict(String code, String text) {
        return new ReidentifyResult.Refused(409, List.of(new Problem("conflict", code, text)), null);
    }
}
