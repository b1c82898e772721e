package org.firewarden.smart.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.people.SignIn;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sessions in the database: idle ones end, the oldest of too many ends, any node knows them, nobody reads them there. */
class StoredSessionsIT extends AppLaunch {

    private static final String COOKIE = "firewarden-session";

    private final JdbcTemplate jdbc = TestDatabase.jdbc();

    @Autowired
    private KeyRing keys;

    @Autowired
    private SecretValues secrets;

    @Autowired
    private StoredSessions sessions;

    @Test
    void whoDoesNothingForAQuarterOfAnHourIsSignedOff() {
        Browser sofia = signedIn("sofia");
        age(sofia, "used", Duration.ofMinutes(14));
        assertThat(sofia.open(BASE + Endpoints.APPS).body()).contains("Your apps");
        age(sofia, "used", Duration.ofMinutes(14));
        assertThat(sofia.open(BASE + Endpoints.APPS).body())
                .as("used in between")
                .contains("Your apps");

        age(sofia, "used", Duration.ofMinutes(15));

        assertThat(sofia.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        assertSignedOff("sofia", "idle");
    }

    @Test
    void aSessionThatNobodyComesBackToIsSweptAndToldToTheLedger() {
        Browser mira = signedIn("mira");
        age(mira, "created", Duration.ofHours(12));

        sessions.sweep();

        assertThat(rows(mira)).isZero();
        assertSignedOff("mira", "idle");
    }

    @Test
    void withOneBrowserTooManyTheOneUsedTheLongestAgoEnds() {
        Browser first = signedIn("bill");
        Browser second = signedIn("bill");
        Browser third = signedIn("bill");
        age(second, "used", Duration.ofMinutes(5));

        Browser fourth = signedIn("bill");

        assertThat(rows(second)).isZero();
        for (Browser browser : new Browser[] {first, third, fourth}) {
            assertThat(browser.open(BASE + Endpoints.APPS).body()).contains("Your apps");
        }
        assertSignedOff("bill", "limit");
    }

    @Test
    void anotherNodeKnowsTheSessionAndAnotherKeyDoesNot() {
        Browser max = signedIn("max");
        StoredSessions node =
                new StoredSessions(jdbc, keys, secrets, SignInSettings.DEFAULT, (person, why) -> {}, Clock.systemUTC());

        StoredSession found = Objects.requireNonNull(node.findById(max.cookie(COOKIE)));

        SignIn signIn = found.getAttribute(SignIn.ATTRIBUTE);
        assertThat(signIn.subject()).isEqualTo("max");
        node.deleteById(found.getId());
        found.setAttribute("late", "write");
        node.save(found);
        assertThat(max.open(BASE + Endpoints.APPS).address())
                .as("does not come back")
                .endsWith(Endpoints.LOGIN);
    }

    @Test
    void whatIsInTheDatabaseHelpsNobodyIn() {
        Browser pat = signedIn("pat");
        Browser audrey = signedIn("audrey");
        assertThat(jdbc.queryForList("SELECT * FROM firewarden.smart_session").toString())
                .doesNotContain(pat.cookie(COOKIE));

        jdbc.update(
                "UPDATE firewarden.smart_session SET sealed = (SELECT sealed FROM firewarden.smart_session WHERE digest ="
                        + " ?) WHERE digest = ?",
                digest(audrey),
                digest(pat));

        assertThat(pat.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        assertThat(audrey.open(BASE + Endpoints.APPS).body()).contains("Your apps");
    }

    private void assertSignedOff(String person, String why) {
        assertThat(events("sign-out")).anySatisfy(event -> {
            assertThat(event.subject()).isEqualTo(person);
            assertThat(event.details()).containsEntry("reason", why);
        });
    }

    private void age(Browser browser, String column, Duration time) {
        assertThat(jdbc.update(
                        "UPDATE firewarden.smart_session SET " + column + " = " + column + " - ? * interval '1 second'"
                                + " WHERE digest = ?",
                        time.toSeconds(),
                        digest(browser)))
                .isEqualTo(1);
    }

    private int rows(Browser browser) {
        return jdbc.queryForList("SELECT 1 FROM firewarden.smart_session WHERE digest = ?", (Object) digest(browser))
                .size();
    }

    private static byte[] digest(Browser browser) {
        return SecretValues.digest(browser.cookie(COOKIE));
    }

    private static Browser signedIn(String user) {
        return browser().open(BASE + Endpoints.APPS).signIn(user, "firewarden-demo");
    }
}
