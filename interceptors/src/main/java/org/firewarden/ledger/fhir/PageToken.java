package org.firewarden.ledger.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.firewarden.crypto.ContentKey;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.event.ContentKeys;

/**
 * What a link to a further page says: the parameters of the search, sealed for the caller who asked, so that no address that
 * this server makes names a patient and nobody pages through another's search. Good on each node.
 */
final class PageToken {

    private static final ContentKeys.Owner KEY = new ContentKeys.Owner("page", "audit-event");
    private static final char SEPARATOR = '.';
    private static final TypeReference<Map<String, List<String>>> PARAMETERS = new TypeReference<>() {};

    private final ContentKeys keys;
    private final SecureRandom random;
    private final ObjectMapper json = new ObjectMapper();

    PageToken(ContentKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    String of(Map<String, List<String>> parameters, String subject) {
        byte[] text = CanonicalJson.write(new TreeMap<>(parameters)).getBytes(StandardCharsets.UTF_8);
        ContentKeys.OwnedKey key = keys.keyOf(KEY);
        return key.id()
                + SEPARATOR
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.key().seal(random, subject(subject), text));
    }

    /** The parameters, or empty if this is no token, or somebody else's. */
    Optional<Map<String, List<String>>> open(String token, String subject) {
        // Keys follow one another, and a link that was given before the next one still opens.
        int separator = token.indexOf(SEPARATOR);
        Optional<ContentKey> key = separator < 0 ? Optional.empty() : keys.find(token.substring(0, separator));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] text =
                    key.get().open(subject(subject), Base64.getUrlDecoder().decode(token.substring(separator + 1)));
            return Optional.of(json.readValue(new String(text, StandardCharsets.UTF_8), PARAMETERS));
        } catch (IllegalArgumentException | KeyRingException e) {
            // Not a token that was made for this caller, which is what the caller is told.
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page token that was not made here", e);
        }
    }

    private static String subject(String subject) {
        return "page of AuditEvents for " + subject;
    }
}
