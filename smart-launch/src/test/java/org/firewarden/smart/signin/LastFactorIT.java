package org.firewarden.smart.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Role;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.passkey.PasskeyForms;
import org.firewarden.smart.passkey.Passkeys;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.session.StoredSessions;
import org.firewarden.smart.upstream.UpstreamAccounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/** Somebody of whom a second factor is asked always keeps one. */
class LastFactorIT extends AppLaunch {

    @Autowired
    private SecondFactors factors;

    @Autowired
    private People people;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private PasskeyForms forms;

    @Autowired
    private StoredSessions sessions;

    @Autowired
    private Approvals approvals;

    @Autowired
    private StepUp stepUp;

    @AfterEach
    void forget() {
        factors.remove("alice");
    }

    @Test
    void theLastPasskeyStaysWithWhoMustHaveOne() {
        UUID first = passkey();
        UUID second = passkey();
        SignInSettings optional = SignInSettings.DEFAULT;
        SignInSettings always = new SignInSettings(
                optional.idle(),
                optional.longest(),
                optional.sessions(),
                optional.freeFailures(),
                optional.holdUp(),
                optional.longestHoldUp(),
                optional.stepUp(),
                Set.of(Role.CLINICIAN),
                null);

        assertThat(remove(first, always).getHeaders().getLocation()).hasToString(Endpoints.ACCOUNT);
        assertThat(remove(second, always).getHeaders().getLocation()).hasToString(Endpoints.ACCOUNT + "?last");
        assertThat(passkeys.of("alice")).extracting(passkey -> passkey.id()).containsExactly(second);
        assertThat(remove(second, optional).getHeaders().getLocation()).hasToString(Endpoints.ACCOUNT);
        assertThat(passkeys.of("alice")).isEmpty();
    }

    private ResponseEntity<String> remove(UUID id, SignInSettings settings) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        new SignIn("alice", Instant.now(), Acr.STEP_UP).keepIn(request.getSession());
        request.setParameter("action", "remove-passkey");
        request.setParameter("passkey", id.toString());
        return new AccountController(
                        people,
                        factors,
                        Optional.of(passkeys),
                        Optional.of(forms),
                        sessions,
                        approvals,
                        new UpstreamAccounts(TestDatabase.jdbc(), Clock.systemUTC()),
                        stepUp,
                        settings,
                        Clock.systemUTC())
                .change(request);
    }

    private static UUID passkey() {
        UUID id = UUID.randomUUID();
        TestDatabase.jdbc()
                .update(
                        "INSERT INTO firewarden.smart_passkey (id, credential, person, label, public_key, counter,"
                                + " backup_eligible, added) VALUES (?, ?, 'alice', 'phone', '\\x00', 0, false, now())",
                        id,
                        id.toString().getBytes(StandardCharsets.US_ASCII));
        return id;
    }
}
