package org.firewarden.deid.operation.reidentify;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.crypto.KeyRing;
import org.firewarden.dataset.DataSet;
import org.firewarden.deid.operation.OperationRefusals;
import org.firewarden.deid.operation.SentParameters;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The HTTP face of {@code POST /fhir/$reidentify}. With {@code dataset}, {@code token}, {@code reason} and {@code text} somebody asks; with
 * {@code request} and {@code decision} ({@code approve}, {@code reject}) an approver decides; with {@code request} alone the requester
 * is answered and an approver sees what is asked.
 */
public final class ReidentifyProvider {

    private final FhirContext fhir;
    private final ReidentifyService service;

    private ReidentifyProvider(FhirContext fhir, ReidentifyService service) {
        this.fhir = fhir;
        this.service = service;
    }

    /** Keeps requests in this database and asks this vault, about these data sets. */
    public static ReidentifyProvider of(
            FhirContext fhir,
            JdbcTemplate jdbc,
            Function<UUID, Optional<DataSet>> dataSets,
            Function<String, Optional<String>> vault,
            ReidentifyTasks tasks,
            KeyRing keys,
            Clock clock) {
        return new ReidentifyProvider(
                fhir, new ReidentifyService(new Inquiries(jdbc), dataSets, vault, tasks, keys, clock));
    }

    /** Asks, decides or looks, by what is sent. */
    @Operation(name = "$reidentify")
    public Parameters reidentify(ServletRequestDetails request) {
        AuditDraft draft = OperationRefusals.draft(request);
        draft.interaction(AuditAction.EXECUTE, "$reidentify");
        SentParameters sent = SentParameters.of(request);
        ReidentifyResult result =
                request.getServletRequest().getAttribute(Caller.REQUEST_ATTRIBUTE) instanceof Caller caller
                        ? result(caller, sent, draft)
                        : new ReidentifyResult.Refused(
                                403, List.of(Problem.forbidden("forbidden", "This is not allowed.")), null);
        if (result instanceof ReidentifyResult.Refused refused) {
            throw OperationRefusals.of(fhir, refused.status(), refused.problems(), refused.denial(), draft);
        }
        return answer(result);
    }

    private ReidentifyResult result(Caller caller, SentParameters sent, AuditDraft draft) {
        String id = sent.first("request");
        String decision = sent.first("decision");
        if (id == null) {
            String text = sent.first("text");
            return service.request(
                    caller,
                    new ReidentifyService.Question(
                            sent.first("dataset"),
                            sent.values().getOrDefault("token", List.of()),
                            sent.first("reason"),
                            text == null ? null : Phi.of(text),
                            sent.first("hours")),
                    draft);
        }
        UUID uuid;
        try {
            uuid = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            // Not an id of ours: there is no such request.
            return new ReidentifyResult.Refused(
                    404, List.of(Problem.notFound("There is no such request of this caller.")), null);
        }
        if (decision == null) {
            return service.look(caller, uuid, draft);
        }
        return decision.equals("approve") || decision.equals("reject")
                ? service.decide(caller, uuid, decision.equals("approve"), draft)
                : new ReidentifyResult.Refused(
                        400, List.of(Problem.invalid("decision-invalid", "'decision' is approve or reject.")), null);
    }

    private static Parameters answer(ReidentifyResult result) {
        Parameters answer = new Parameters();
        if (result instanceof ReidentifyResult.Standing standing) {
            add(answer, standing.inquiry(), standing.state());
        } else if (result instanceof ReidentifyResult.ForApproval asked) {
            add(answer, asked.inquiry(), asked.state());
            answer.addParameter()
                    .setName("requester")
                    .setValue(new StringType(asked.inquiry().subject()));
            answer.addParameter()
                    .setName("reason")
                    .setValue(new CodeType(asked.inquiry().reason().code()));
            answer.addParameter()
                    .setName("text")
                    .setValue(new StringType(asked.explanation().reveal()));
            answer.addParameter()
                    .setName("tokens")
                    .setValue(new IntegerType(asked.inquiry().tokens().size()));
            if (asked.dataSet() != null) {
                add(answer, asked.dataSet());
            }
        } else if (result instanceof ReidentifyResult.Revealed revealed) {
            add(answer, revealed.inquiry(), Inquiry.State.OPEN);
            answer.addParameter().setName("until").setValue(new InstantType(Date.from(revealed.until())));
            revealed.identities().forEach((token, identity) -> {
                Parameters.ParametersParameterComponent one =
                        answer.addParameter().setName("identity");
                one.addPart().setName("token").setValue(new StringType(token));
                one.addPart().setName("reference").setValue(new Reference(identity.reveal()));
            });
        }
        return answer;
    }

    private static void add(Parameters answer, DataSet dataSet) {
        answer.addParameter().setName("dataset").setValue(new StringType("DataSet/" + dataSet.id()));
        answer.addParameter()
                .setName("policy")
                .setValue(new StringType(dataSet.lineage().policy()));
        answer.addParameter()
                .setName("protocol")
                .setValue(new Reference("ResearchStudy/" + dataSet.lineage().protocol()));
        answer.addParameter()
                .setName("owner")
                .setValue(new StringType(dataSet.custody().owner()));
    }

    private static void add(Parameters answer, Inquiry inquiry, Inquiry.State state) {
        answer.addParameter()
                .setName("request")
                .setValue(new StringType(inquiry.id().toString()));
        answer.addParameter().setName("state").setValue(new CodeType(state.code()));
        answer.addParameter().setName("task").setValue(new Reference("Task/" + inquiry.id()));
    }
}
