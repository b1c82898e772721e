package org.firewarden.smart.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the command line changes counts in the running server, and is told to the ledger. */
class AccountsIT extends AppLaunch {

    private static final String PASSWORD = "correct horse battery staple";

    @Autowired
    private KeyRing keys;

    private final List<AuditEntry> told = new ArrayList<>();
    private final String name = "p-" + UUID.randomUUID();
    private final String client = "c-" + UUID.randomUUID();

    private Accounts accounts() {
        return accounts(told::add);
    }

    private Accounts accounts(AuditTrail trail) {
        return new Accounts(TestDatabase.jdbc(), keys, new SecureRandom(), trail, Clock.systemUTC());
    }

    @Test
    void aPersonIsAddedGetsANewPasswordAndIsSuspended() {
        accounts().writePerson(rights(), Optional.of(PASSWORD));
        Browser browser = signIn(PASSWORD);
        assertThat(browser.body()).contains("How you sign in");

        accounts().setPassword(name, PASSWORD + " 2");

        assertThat(browser.open(BASE + Endpoints.ACCOUNT).address())
                .as("signed off")
                .endsWith(Endpoints.LOGIN);
        assertThat(signIn(PASSWORD).address()).endsWith("/login?error");
        assertThat(signIn(PASSWORD + " 2").body()).contains("How you sign in");
        accounts().setPersonActive(name, false);
        assertThat(signIn(PASSWORD + " 2").address()).endsWith("/login?error");
        assertThat(accounts().people()).anyMatch(line -> line.startsWith(name + "\tsuspended\tpassword-only\t{"));
        assertThat(told)
                .extracting(event -> event.details().get("change"))
                .containsExactly("written", "password-reset", "suspended");
        assertThat(told)
                .allSatisfy(event -> assertThat(event.details())
                        .containsEntry("account", name)
                        .containsEntry("by", "command-line"));
        assertThat(told.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void aClientIsRegisteredItsSecretRotatedAndItIsSuspended() {
        String secret = accounts().writeClient(registration()).orElseThrow();
        assertThat(accounts().writeClient(registration()))
                .as("keeps its secret")
                .isEmpty();

        assertThat(accounts().rotateSecret(client)).isNotEqualTo(secret);

        accounts().setClientActive(client, false);
        assertThat(accounts().clients()).contains(client + "\tsuspended\tNew app");
        assertThat(told.toString()).doesNotContain(secret);
    }

    @Test
    void whatIsWrongIsRefusedAndToldAsRefused() {
        assertThatThrownBy(() -> accounts().setPassword("nobody-" + name, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(told).hasSize(2);
        assertThat(told.get(1).details()).containsEntry("error", "refused");
        assertThatThrownBy(() -> accounts().writePerson(rights(), Optional.of("short")))
                .hasMessageContaining("12 to 200");
        assertThatThrownBy(() -> accounts().writePerson(rights(), Optional.empty()))
                .hasMessageContaining("needs a password");
        assertThatThrownBy(() -> accounts().resetSecondFactor(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accounts().rotateSecret(client)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accounts().writeClient("{")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutALedgerNothingIsChanged() {
        Accounts deaf = accounts(entry -> {
            throw new AuditUnavailableException(new IllegalStateException());
        });

        assertThatThrownBy(() -> deaf.writePerson(rights(), Optional.of(PASSWORD)))
                .isInstanceOf(AuditUnavailableException.class);

        assertThat(accounts().people()).noneMatch(line -> line.startsWith(name));
    }

    private Browser signIn(String password) {
        return browser().open(BASE + Endpoints.ACCOUNT).signIn(name, password);
    }

    private String rights() {
        return "{\"name\": \"" + name
                + "\", \"roles\": [\"clinician\"], \"scope\": \"user/*.rs\", \"purposes\": [\"TREAT\"]}";
    }

    private String registration() {
        return "{\"client_id\": \"" + client + "\", \"client_name\": \"New app\", \"redirect_uris\":"
                + " [\"https://app.example/cb\"], \"scope\": \"patient/*.rs\", \"token_endpoint_auth_method\":"
                + " \"client_secret_basic\"}";
    }
}
