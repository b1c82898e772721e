package org.firewarden.smart.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.Authenticator;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.session.AgedSessions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

/** What somebody with a passkey, or with somebody else's browser, tries at the pages. */
class HostilePasskeyIT extends PasskeyPages {

    private static final int TRIES = 2_000;

    @Autowired
    private KeyRing keys;

    @Autowired
    private Passkeys passkeys;

    @Test
    void aPasskeyOfSomebodyElseIsNoSecondFactor() {
        added("alice");
        Device codys = added("cody");
        Browser page = browser().open(BASE + Endpoints.APPS).signIn("alice", PASSWORD);

        show(page, codys.shown(challenge(page, "sign-in")));

        assertThat(page.address()).endsWith(Endpoints.SECOND_FACTOR + "?refused");
        assertThat(page.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        assertThat(last("step-up").details()).containsEntry("error", "passkey");
    }

    @Test
    void aBrowserThatWasLeftAloneGivesNobodyAPasskeyOfTheirOwn() {
        Browser page = browser().open(BASE + Endpoints.ACCOUNT).signIn("rita", PASSWORD);
        Device device = device().of(handle(page));
        AgedSessions.age(TestDatabase.jdbc(), keys, "rita", Duration.ofMinutes(11));

        add(page, device.made(challenge(page, "add")), "stolen");

        assertThat(page.address()).endsWith(Endpoints.LOGIN);
        assertThat(last("account-change").details()).containsEntry("error", "sign-in-needed");
        assertThat(factors.isAskedOf("rita")).isFalse();
        assertThat(page.open(BASE + Endpoints.ACCOUNT).body())
                .doesNotContain("data-passkey")
                .contains("Show who you are");

        String before = page.body().substring(0, page.body().indexOf("confirm-passkey"));
        page.submit(before.split("<form", -1).length - 2, Map.of("action", "confirm-passkey"), List.of());
        assertThat(page.address()).endsWith(Endpoints.LOGIN);
        page.signIn("rita", PASSWORD);
        assertThat(page.address()).contains(Endpoints.ACCOUNT);
        add(page, device.made(challenge(page, "add")), "mine");
        assertThat(page.body()).contains("mine, added");
    }

    @Test
    void aBrowserThatWasLeftAloneGivesNobodyAnAuthenticatorAppOfTheirOwn() {
        Browser page = browser().open(BASE + Endpoints.ACCOUNT).signIn("rita", PASSWORD);
        AgedSessions.age(TestDatabase.jdbc(), keys, "rita", Duration.ofMinutes(11));
        page.open(BASE + Endpoints.SECOND_FACTOR).submit(Map.of("action", "begin"));
        assertThat(page.body()).doesNotContain("Key:");
        assertThat(page.address()).endsWith(Endpoints.LOGIN);

        page.signIn("rita", PASSWORD);
        assertThat(page.address()).as("on to where it was going").contains(Endpoints.SECOND_FACTOR);
        Authenticator.show(page, "rita");
        assertThat(factors.has("rita")).isTrue();
    }

    @Test
    void whoCameInByAPasskeyThatIsTakenAwayIsSignedOff() {
        Device device = added("alice");
        Browser thief = browser().open(BASE + Endpoints.LOGIN);
        show(thief, device.shown(challenge(thief, "sign-in")));
        Browser owner = browser().open(BASE + Endpoints.LOGIN);
        show(owner, device.shown(challenge(owner, "sign-in")));
        owner.open(BASE + Endpoints.ACCOUNT);

        String before = owner.body().substring(0, owner.body().indexOf("remove-passkey"));
        owner.submit(before.split("<form", -1).length - 2, Map.of("action", "remove-passkey"), List.of());

        assertThat(owner.body()).contains("A passkey on your phone");
        assertThat(thief.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
    }

    /** Bytes that no device makes are refused, and are no error of the server. */
    @Test
    void whateverBytesAreSentTheAnswerIsNo() {
        Random random = new Random(20_261_127);
        PasskeyChallenge add = challenge("alice");
        PasskeyChallenge signIn = challenge(null);
        Device device = device().of(text(passkeys.handle("alice")));
        assertThat(passkeys.add("alice", add, answer(device.made(add.text())), "good"))
                .isTrue();
        for (int i = 0; i < TRIES; i++) {
            Device next = device();
            PasskeyAnswer made = answer(changed(next.made(add.text()), random));
            PasskeyAnswer shown = answer(changed(device.shown(signIn.text()), random));
            assertThatCode(() -> passkeys.add("rita", add, made, null))
                    .as("try %d", i)
                    .doesNotThrowAnyException();
            assertThatCode(() -> passkeys.judge(signIn, shown)).as("try %d", i).doesNotThrowAnyException();
        }
    }

    private static PasskeyChallenge challenge(@Nullable String person) {
        byte[] bytes = new byte[32];
        return new PasskeyChallenge(text(bytes), Instant.now(), person);
    }

    private static Map<String, String> changed(Map<String, String> fields, Random random) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        List<String> names = List.copyOf(fields.keySet());
        String name = names.get(random.nextInt(names.size()));
        byte[] bytes = Base64.getUrlDecoder().decode(fields.get(name));
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
        byte[] other = Arrays.copyOf(bytes, length);
        for (int i = random.nextInt(4); i >= 0 && length > 0; i--) {
            other[random.nextInt(length)] = (byte) random.nextInt(256);
        }
        changed.put(name, text(other));
        return changed;
    }

    private static PasskeyAnswer answer(Map<String, String> fields) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        fields.forEach(request::setParameter);
        return PasskeyAnswer.of(request);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
