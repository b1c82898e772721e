package org.firewarden.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.access.SmartScope;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Finds out what an app is opened for, once the person is known (SMART App Launch 2.2, Launch context): a launch that an EHR prepared is
 * redeemed at the FHIR server; otherwise a patient is the person's own record, or chosen among those that the FHIR server shows this
 * person. What is found is kept for {@link SmartClaims}.
 */
final class LaunchStep extends SmartStep {

    private static final Logger LOG = Logger.getLogger(LaunchStep.class);
    private static final String PAGE = "firewarden-patient.ftl";
    private static final int LONGEST_NAME = 100;

    @Override
    void take(AuthenticationFlowContext context, FhirServer server, ScopeWords asked) {
        @Nullable String launch = parameter(context, "launch");
        @Nullable String own = Person.of(context.getUser()).patient();
        if (launch != null) {
            redeem(context, server, launch);
        } else if (!asked.has("launch/patient") && !asked.isAbout(SmartScope.Context.PATIENT)) {
            endEarlierLaunch(context);
            context.success();
        } else if (own != null) {
            keep(context, own);
        } else {
            show(context, server, "");
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        @Nullable FhirServer server = FhirServer.of(context.getRealm()).orElse(null);
        if (server == null) {
            context.success();
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String action = Optional.ofNullable(form.getFirst("action")).orElse("search");
        @Nullable String chosen = form.getFirst("chosen");
        if (action.equals("none")) {
            endEarlierLaunch(context);
            context.success();
        } else if (action.equals("choose") && chosen != null) {
            choose(context, server, chosen);
        } else {
            String name = Optional.ofNullable(form.getFirst("name")).orElse("").strip();
            show(context, server, name.length() > LONGEST_NAME ? "" : name);
        }
    }

    private static void redeem(AuthenticationFlowContext context, FhirServer server, String launch) {
        try {
            Optional<JsonNode> found =
                    new FhirCalls(server).redeem(tokens(context, server).forLaunch(), launch);
            if (found.isEmpty()) {
                refuse(context, "The launch is not good for this user and app.");
                return;
            }
            context.getAuthenticationSession()
                    .setClientNote(Notes.CONTEXT, found.get().toString());
            endEarlierLaunch(context);
            context.success();
        } catch (IOException e) {
            unreachable(context, e);
        }
    }

    private static void show(AuthenticationFlowContext context, FhirServer server, String name) {
        try {
            // Maps, because the template can look into public types only.
            List<Map<String, String>> patients = new FhirCalls(server)
                    .patients(tokens(context, server).forPatients(), name).stream()
                            .map(choice -> Map.of("id", choice.id(), "label", choice.label()))
                            .toList();
            context.challenge(context.form()
                    .setAttribute("patients", patients)
                    .setAttribute("typed", name)
                    .setAttribute("app", nameOf(client(context)))
                    .createForm(PAGE));
        } catch (IOException e) {
            unreachable(context, e);
        }
    }

    /** What a form sends is looked up again: it could be anybody. */
    private static void choose(AuthenticationFlowContext context, FhirServer server, String id) {
        try {
            if (new FhirCalls(server)
                    .patient(tokens(context, server).forPatients(), id)
                    .isPresent()) {
                keep(context, id);
            } else {
                show(context, server, "");
            }
        } catch (IOException e) {
            unreachable(context, e);
        }
    }

    private static void keep(AuthenticationFlowContext context, String patient) {
        context.getAuthenticationSession()
                .setClientNote(
                        Notes.CONTEXT,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("patient", patient)
                                .put("need_patient_banner", true)
                                .toString());
        endEarlierLaunch(context);
        context.success();
    }

    /**
     * Ends what the same app was opened for before in the same sign-in. Keycloak has one offline session for both and would keep the
     * notes of the first: the app, opened for a second patient, would go on with the first one.
     */
    private static void endEarlierLaunch(AuthenticationFlowContext context) {
        AuthenticationSessionModel asked = context.getAuthenticationSession();
        @Nullable
        UserSessionModel offline = context.getSession()
                .sessions()
                .getOfflineUserSession(
                        context.getRealm(), asked.getParentSession().getId());
        @Nullable
        AuthenticatedClientSessionModel earlier = offline == null
                ? null
                : offline.getAuthenticatedClientSessionByClient(client(context).getId());
        if (earlier != null) {
            earlier.detachFromUserSession();
        }
    }

    private static void unreachable(AuthenticationFlowContext context, IOException cause) {
        // The type and no text, which may be about a patient.
        LOG.warnf(
                "The FHIR server did not answer as it should: %s",
                cause.getClass().getSimpleName());
        refuse(context, "The FHIR server did not answer.");
    }

    private static ActingTokens tokens(AuthenticationFlowContext context, FhirServer server) {
        return new ActingTokens(
                context.getSession(), server, context.getUser(), client(context).getClientId());
    }

    private static ClientModel client(AuthenticationFlowContext context) {
        return context.getAuthenticationSession().getClient();
    }

    private static String nameOf(ClientModel client) {
        @Nullable String name = client.getName();
        return name == null || name.isBlank() ? client.getClientId() : name;
    }

    @Override
    public boolean requiresUser() {
        return true;
    }
}
