package org.firewarden.cds.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.firewarden.audit.AuditDraft;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class IncomingCallTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void aRequestThatNoLedgerWatchesOverIsNotServed() {
        assertThatIllegalStateException().isThrownBy(() -> IncomingCall.of(request));
    }

    @Test
    void theDraftIsThatOfTheRequest() {
        AuditDraft draft = new AuditDraft("c-1", "192.0.2.1");
        request.setAttribute(AuditDraft.REQUEST_ATTRIBUTE, draft);

        assertThat(IncomingCall.of(request).draft()).isSameAs(draft);
    }
}
