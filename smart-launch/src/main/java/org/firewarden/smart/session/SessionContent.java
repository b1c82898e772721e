package org.firewarden.smart.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;

/**
 * What a session holds, as sealed bytes. It is opened before it is read, and then only classes that sessions hold are made of it:
 * who writes into the database makes no object here.
 */
final class SessionContent {

    private static final ObjectInputFilter KNOWN = ObjectInputFilter.Config.createFilter(
            "maxbytes=65536;maxdepth=12;maxrefs=4000;java.lang.*;java.util.*;java.time.*;java.net.URI;"
                    + "org.springframework.security.**;org.firewarden.smart.**;!*");

    private final KeyRing keys;

    SessionContent(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Seals what a session holds.
     *
     * @param subject names the session
     */
    byte[] seal(String subject, Map<String, Object> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new HashMap<>(attributes));
        } catch (IOException e) {
            throw new UncheckedIOException("an attribute of a session cannot be written", e);
        }
        return keys.seal(KeyPurpose.SESSION, subject, bytes.toByteArray());
    }

    /** What was sealed for this session; empty if it is no good, for example because it is of another version of this server. */
    Optional<Map<String, Object>> open(String subject, byte[] sealed) {
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(keys.open(KeyPurpose.SESSION, subject, sealed)))) {
            in.setObjectInputFilter(KNOWN);
            Map<String, Object> attributes = new HashMap<>();
            if (in.readObject() instanceof Map<?, ?> read) {
                read.forEach((name, value) -> attributes.put(String.valueOf(name), value));
            }
            return Optional.of(attributes);
        } catch (KeyRingException | IOException | ClassNotFoundException e) {
            // Nobody is signed in by a session that cannot be read.
            return Optional.empty();
        }
    }
}
