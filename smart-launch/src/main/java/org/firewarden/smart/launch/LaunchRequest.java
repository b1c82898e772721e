package org.firewarden.smart.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /smart/launch}: {@code user} (a sign-in name or a relative FHIR reference), optionally
 * {@code client_id} (the app) and {@code expires_in} (seconds, five minutes if absent, an hour at most), and the members of a
 * launch context.
 *
 * @param app the only app that may use it, or null
 * @param person the only person who may use it
 * @param context what for
 * @param lifetime until it runs out
 * @param problems everything that is wrong; empty if nothing is
 */
record LaunchRequest(
        @Nullable String app, String person, LaunchContext context, Duration lifetime, List<String> problems) {

    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final long LONGEST_SECONDS = 3600;
    private static final Pattern PERSON = Pattern.compile("[A-Za-z0-9._@+/-]{1,200}");
    private static final Set<String> MEMBERS = Set.of(
            "user",
            "client_id",
            "expires_in",
            LaunchContext.PATIENT,
            LaunchContext.ENCOUNTER,
            LaunchContext.FHIR_CONTEXT,
            LaunchContext.NEED_PATIENT_BANNER,
            LaunchContext.INTENT,
            LaunchContext.STYLE_URL,
            LaunchContext.TENANT);

    LaunchRequest {
        problems = List.copyOf(problems);
    }

    static LaunchRequest read(JsonNode sent) {
        List<String> problems = new ArrayList<>();
        if (!sent.isObject()) {
            return new LaunchRequest(null, "", LaunchContext.NONE, USUAL, List.of("the body must be a JSON object"));
        }
        for (var names = sent.fieldNames(); names.hasNext(); ) {
            if (!MEMBERS.contains(names.next())) {
                problems.add("there is a member that is not known");
            }
        }
        JsonNode user = sent.get("user");
        String person = user != null && user.isTextual() ? user.asText() : "";
        if (!PERSON.matcher(person).matches()) {
            problems.add("user must be a sign-in name or a relative FHIR reference");
        }
        JsonNode client = sent.get("client_id");
        if (client != null && !client.isTextual()) {
            problems.add("client_id must be a text");
        }
        JsonNode seconds = sent.get("expires_in");
        boolean isLifetime = seconds == null
                || (seconds.isIntegralNumber() && seconds.asLong() >= 1 && seconds.asLong() <= LONGEST_SECONDS);
        if (!isLifetime) {
            problems.add("expires_in must be 1 to " + LONGEST_SECONDS + " seconds");
        }
        LaunchContextReader reader = new LaunchContextReader(sent);
        LaunchContext context = reader.read();
        problems.addAll(reader.problems());
        return new LaunchRequest(
                client == null ? null : client.asText(),
                person,
                context,
                seconds == null || !isLifetime ? USUAL : Duration.ofSeconds(seconds.asLong()),
                problems);
    }

    PreparedLaunch prepared() {
        return new PreparedLaunch(app, person, context);
    }
}
