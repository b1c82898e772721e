package org.firewarden.ledger;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties a request, its answer, its log lines and its audit event together: header {@code X-Request-Id}. */
final class CorrelationId {

    static final String HEADER = "X-Request-Id";

    /** What is taken over from a client: nothing that could break a log line or hold a sentence. */
    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private CorrelationId() {}

    /** The id that the client sent, if it is an acceptable one, else a new one. */
    static String of(@Nullable String header) {
        return header != null && ACCEPTABLE.matcher(header).matches()
                ? header
                : UUID.randomUUID().toString();
    }
}
