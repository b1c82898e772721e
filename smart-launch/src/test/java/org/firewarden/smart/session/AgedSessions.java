package org.firewarden.smart.session;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.people.SignIn;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lets time pass for sessions of somebody, as if the sign-in had been earlier; they are in use all the same. */
public final class AgedSessions {

    private AgedSessions() {}

    /** Makes the sign-ins of somebody older. */
    public static void age(JdbcTemplate jdbc, KeyRing keys, String person, Duration by) {
        SessionContent content = new SessionContent(keys);
        List<byte[]> digests =
                jdbc.queryForList("SELECT digest FROM firewarden.smart_session WHERE person = ?", byte[].class, person);
        for (byte[] digest : digests) {
            String subject = "session:" + HexFormat.of().formatHex(digest);
            byte[] sealed = jdbc.queryForObject(
                    "SELECT sealed FROM firewarden.smart_session WHERE digest = ?", byte[].class, (Object) digest);
            Map<String, Object> held = content.open(subject, sealed).orElseThrow();
            SignIn signIn = (SignIn) Objects.requireNonNull(held.get(SignIn.ATTRIBUTE));
            held.put(SignIn.ATTRIBUTE, new SignIn(signIn.subject(), signIn.at().minus(by), signIn.acr()));
            jdbc.update(
                    "UPDATE firewarden.smart_session SET sealed = ? WHERE digest = ?",
                    content.seal(subject, held),
                    digest);
        }
    }
}
