package org.firewarden.gate.enforcement;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepUpInterceptorTest {

    private static final String STRONG = "urn:firewarden:acr:step-up";

    private final StepUpInterceptor interceptor = new StepUpInterceptor(Set.of("$promote"), List.of(STRONG, "phr"));
    private final AuditDraft draft = new AuditDraft("test", "localhost");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"1", "", "URN:FIREWARDEN:ACR:STEP-UP", "urn:firewarden:acr:step-up phr"})
    void anApprovalNeedsAStrongSignIn(@Nullable String acr) {
        assertThatThrownBy(() -> interceptor.check(request("$promote", acr)))
                .isInstanceOfSatisfying(
                        ForbiddenOperationException.class,
                        refusal -> Assertions.assertThat(
                                        refusal.getResponseHeaders().get("WWW-Authenticate"))
                                .singleElement()
                                .asString()
                                .contains("insufficient_user_authentication", "acr_values=\"" + STRONG + " phr\""));
        Assertions.assertThat(
                        draft.toEntries(java.time.Instant.EPOCH, 403).get(0).denialReason())
                .isEqualTo("step-up-required");
    }

    @ParameterizedTest
    @ValueSource(strings = {STRONG, "phr"})
    void aStrongSignInIsEnough(String acr) {
        assertThatCode(() -> interceptor.check(request("$promote", acr))).doesNotThrowAnyException();
    }

    @Test
    void whatIsNotListedNeedsNone() {
        assertThatCode(() -> interceptor.check(request("$rollback", "1"))).doesNotThrowAnyException();
        assertThatCode(() -> interceptor.check(request(null, "1"))).doesNotThrowAnyException();
    }

    @Test
    void aNameThatIsNoOperationIsRefused() {
        assertThatThrownBy(() -> new StepUpInterceptor(Set.of("promote"), List.of(STRONG)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private RequestDetails request(@Nullable String operation, @Nullable String acr) {
        Caller caller = new Caller(
                "sofia",
                "app",
                Set.of(Role.SAFETY_OFFICER),
                SmartScopes.parse("user/Device.rus"),
                PurposeOfUse.HOPERAT,
                null,
                null,
                acr,
                null,
                null);
        RequestDetails request = RequestContext.as(caller, draft, RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);
        request.setOperation(operation);
        return request;
    }
}
