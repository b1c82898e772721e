package org.firewarden.smart.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.smart.Authenticator;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.people.Acr;
import org.junit.jupiter.api.Test;

/** Passkeys at the pages, by devices as they should be and as attackers would have them. */
class PasskeyIT extends PasskeyPages {

    @Test
    void aPasskeySignsInWithoutPasswordAndCountsAsTwoFactors() {
        Device device = added("rita");
        assertThat(last("account-change").details()).containsEntry("change", "passkey-added");

        Browser fresh = browser().open(BASE + Endpoints.APPS);
        assertThat(fresh.address()).endsWith(Endpoints.LOGIN);
        assertThat(fresh.header("Content-Security-Policy")).contains("script-src 'self'; frame-ancestors 'none'");
        String before = fresh.cookie("firewarden-session");
        show(fresh, device.shown(challenge(fresh, "sign-in")));

        assertThat(fresh.body()).contains("Your apps");
        assertThat(fresh.cookie("firewarden-session")).isNotEqualTo(before);
        assertThat(last("sign-in").details()).containsEntry("acr", Acr.STEP_UP).containsEntry("method", "passkey");
        assertThat(last("sign-in").subject()).isEqualTo("rita");
    }

    @Test
    void whoHasOneIsAskedForItAfterThePasswordAndNothingElseIsSetUpWithoutIt() {
        Device device = added("rita");
        Browser thief = browser().open(BASE + Endpoints.ACCOUNT).signIn("rita", PASSWORD);
        assertThat(thief.address()).endsWith(Endpoints.SECOND_FACTOR);
        assertThat(thief.body()).doesNotContain("Set up an authenticator app");
        String token = csrf(thief);
        thief.post(BASE + Endpoints.SECOND_FACTOR, Map.of("action", "begin", "_csrf", token));
        assertThat(thief.body()).doesNotContain("Key:");
        assertThat(thief.open(BASE + Endpoints.ACCOUNT).address()).endsWith(Endpoints.LOGIN);

        Browser owner = browser().open(BASE + Endpoints.ACCOUNT).signIn("rita", PASSWORD);
        show(owner, device.shown(challenge(owner, "sign-in")));
        assertThat(owner.body()).contains("How you sign in", "You have no authenticator app");
        assertThat(last("step-up").details()).containsEntry("method", "passkey");
    }

    @Test
    void whatIsNotSignedHereNowByTheOwnersDeviceIsRefused() {
        Device mine = added("rita");
        Device other = device();
        List<Map<String, String>> bad = new ArrayList<>();
        Browser page = browser().open(BASE + Endpoints.LOGIN);
        String old = challenge(page, "sign-in");
        page.open(BASE + Endpoints.LOGIN);
        bad.add(mine.shown(old));
        for (int i = 0; i < 8; i++) {
            page.open(BASE + Endpoints.LOGIN);
            String challenge = challenge(page, "sign-in");
            Map<String, String> shown = switch (i) {
                case 0 -> mine.at("https://localhost.evil.example").shown(challenge);
                case 1 -> mine.at(BASE).forDomain("evil.example").shown(challenge);
                case 2 -> mine.forDomain("localhost").shown("webauthn.create", challenge, mine.key(), "");
                case 3 -> mine.shown("webauthn.get", challenge, other.key(), "");
                case 4 -> mine.shown("webauthn.get", challenge, mine.key(), "bm90LXJpdGE");
                case 5 -> other.shown(challenge);
                case 6 -> mine.shown("webauthn.get", challenge, mine.key(), "");
                default -> mine.thatRecognisesNobody().shown(challenge);
            };
            show(page, shown);
            assertThat(page.address()).as("case %d", i).endsWith(Endpoints.LOGIN + "?passkey-refused");
            assertThat(page.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        }
        page.open(BASE + Endpoints.LOGIN);
        show(page, bad.get(0));
        assertThat(page.address()).as("an old challenge").endsWith("?passkey-refused");
        page.open(BASE + Endpoints.LOGIN);
        page.submit(number(page, "sign-in"), Map.of("credential", "%%%", "signature", "\u0000"), List.of());
        assertThat(page.address()).as("no answer at all").endsWith("?passkey-refused");
        assertThat(last("sign-in").details()).containsEntry("error", "passkey");
    }

    @Test
    void anAnswerIsGoodOnceAndACopyOfTheDeviceIsNoticed() {
        Device device = added("alice");
        Browser page = browser().open(BASE + Endpoints.LOGIN);
        Map<String, String> shown = device.counting(5).shown(challenge(page, "sign-in"));
        String token = csrf(page);
        show(page, shown);
        assertThat(page.body()).contains("Your apps");
        assertThat(page.post(BASE + Endpoints.ACCOUNT, Map.of("_csrf", token)).status())
                .as("the token against forgery of before")
                .isEqualTo(403);
        page.open(BASE + Endpoints.ACCOUNT);
        Map<String, String> again = new LinkedHashMap<>(shown);
        again.put("_csrf", csrf(page));
        assertThat(page.post(BASE + Endpoints.PASSKEY, again).address())
                .as("the same answer again")
                .endsWith("?passkey-refused");

        Browser copy = browser().open(BASE + Endpoints.LOGIN);
        show(copy, device.counting(5).shown(challenge(copy, "sign-in")));
        assertThat(copy.address()).endsWith("?passkey-refused");
        assertThat(last("sign-in").details()).containsEntry("error", "passkey-copied");
        assertThat(last("sign-in").subject()).isEqualTo("alice");
        Browser owner = browser().open(BASE + Endpoints.LOGIN);
        show(owner, device.counting(6).shown(challenge(owner, "sign-in")));
        assertThat(owner.body()).contains("Your apps");
    }

    @Test
    void withoutTheTokenAgainstForgeryNothingIsTaken() {
        Device device = added("alice");
        Browser page = browser().open(BASE + Endpoints.LOGIN);
        String challenge = challenge(page, "sign-in");
        page.post(BASE + Endpoints.PASSKEY, device.shown(challenge));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
    }

    @Test
    void aPasskeyIsOnePersonsAndIsTakenAwayByWhoHasJustShownMoreThanAPassword() {
        Device device = added("alice");
        Browser cody = browser().open(BASE + Endpoints.ACCOUNT).signIn("cody", PASSWORD);
        add(cody, device.made(challenge(cody, "add")), "stolen");
        assertThat(cody.body()).contains("was not added").doesNotContain("stolen");
        assertThat(factors.isAskedOf("cody")).isFalse();

        Browser alice = browser().open(BASE + Endpoints.LOGIN);
        show(alice, device.shown(challenge(alice, "sign-in")));
        alice.open(BASE + Endpoints.ACCOUNT);
        TestDatabase.jdbc().update("UPDATE firewarden.smart_passkey SET label = 'old' WHERE person = 'alice'");
        alice.open(BASE + Endpoints.ACCOUNT);
        assertThat(alice.body()).contains("old, added", "last used");
        String before = alice.body().substring(0, alice.body().indexOf("remove-passkey"));
        alice.submit(before.split("<form", -1).length - 2, Map.of("action", "remove-passkey"), List.of());
        assertThat(alice.body()).contains("A passkey on your phone");
        assertThat(last("account-change").details()).containsEntry("change", "passkey-removed");
    }

    @Test
    void withAPasskeyThatIsRemovedGoTheAppsThatWereLetIn() {
        Device device = added("alice");
        Browser lost = browser().open(authorize(request("demo-app", "openid user/*.rs offline_access")));
        show(lost, device.shown(challenge(lost, "sign-in")));
        JsonNode tokens = redeem("demo-app", codeOf(lost.submit(Map.of("action", "allow"))))
                .json();
        JsonNode of = tokens("cody", "demo-app", "openid user/*.rs offline_access");
        assertThat(fhir(text(tokens, "access_token"))).isEqualTo(200);

        Browser alice = browser().open(BASE + Endpoints.LOGIN);
        show(alice, device.shown(challenge(alice, "sign-in")));
        alice.open(BASE + Endpoints.ACCOUNT);
        String before = alice.body().substring(0, alice.body().indexOf("remove-passkey"));
        alice.submit(before.split("<form", -1).length - 2, Map.of("action", "remove-passkey"), List.of());

        assertThat(last("account-change").details()).containsEntry("change", "passkey-removed");
        assertThat(fhir(text(tokens, "access_token"))).isEqualTo(401);
        assertThat(text(
                        refresh("demo-app", text(tokens, "refresh_token"), Map.of())
                                .json(),
                        "error"))
                .isEqualTo("invalid_grant");
        assertThat(lost.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        assertThat(alice.open(BASE + Endpoints.APPS).body()).contains("Your apps");
        assertThat(refresh("demo-app", text(of, "refresh_token"), Map.of()).status())
                .as("somebody else's")
                .isEqualTo(200);
    }

    @Test
    void whoHasAnAuthenticatorAppShowsItBeforeAPasskeyIsAdded() {
        Browser cody = browser().open(BASE + Endpoints.ACCOUNT).signIn("cody", PASSWORD);
        Authenticator.setUp(cody, "cody");
        cody.open(BASE + Endpoints.ACCOUNT);
        TestDatabase.jdbc().update("DELETE FROM firewarden.smart_session");
        Browser again = browser().open(BASE + Endpoints.ACCOUNT).signIn("cody", PASSWORD);
        assertThat(again.address()).endsWith(Endpoints.SECOND_FACTOR);
        assertThat(again.body()).doesNotContain("data-passkey");
        assertThat(again.open(BASE + Endpoints.ACCOUNT).address()).endsWith(Endpoints.LOGIN);
    }

    @Test
    void aDeviceThatRecognisesNobodyOrAnotherOriginIsNotAdded() {
        for (Device device : List.of(
                device().thatRecognisesNobody(),
                device().at("https://evil.example"),
                device().forDomain("evil.example"))) {
            Browser rita = browser().open(BASE + Endpoints.ACCOUNT).signIn("rita", PASSWORD);
            add(rita, device.made(challenge(rita, "add")), "phone");
            assertThat(rita.body()).contains("was not added");
        }
        assertThat(factors.isAskedOf("rita")).isFalse();
    }

    @Test
    void anAdministratorWhoTakesTheSecondFactorTakesPasskeysToo() {
        added("rita");
        assertThat(factors.isAskedOf("rita")).isTrue();
        assertThat(factors.remove("rita")).isTrue();
        assertThat(factors.isAskedOf("rita")).isFalse();
    }
}
