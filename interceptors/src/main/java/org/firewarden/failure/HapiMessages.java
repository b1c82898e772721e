package org.firewarden.failure;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What of HAPI's own messages may be shown. HAPI numbers its messages ({@code HAPI-0524: ...}); those that quote no value
 * are shown as they are, each other one by its number only, since it may quote a value of the request or of the record.
 */
final class HapiMessages {

    private static final Pattern NUMBERED = Pattern.compile("^HAPI-(\\d{4}): (.*)$", Pattern.DOTALL);
    private static final String BODY_NOT_PARSED = "0450";
    private static final String PARAMETER_NOT_PARSED = "0375";
    private static final int MAXIMUM_LENGTH = 600;

    /** Numbers of messages that name types, parameters and methods only, with our stable code for each. */
    private static final Map<String, String> WITHOUT_VALUES = Map.of(
            "0302", "unknown-resource-type",
            "0303", "unknown-search-parameter",
            "0323", "no-such-endpoint",
            "0324", "no-such-endpoint",
            "0524", "unknown-search-parameter",
            "1223", "unknown-search-parameter",
            "0370", "unknown-resource-type",
            "1684", "unknown-resource-type",
            "0342", "unknown-search-parameter");

    private HapiMessages() {}

    static Problem describe(BaseServerResponseException exception) {
        Matcher numbered = NUMBERED.matcher(String.valueOf(exception.getMessage()));
        if (!numbered.matches()) {
            return Problem.invalid("invalid-request", "The request is not one that this server understands.");
        }
        String number = numbered.group(1);
        String code = WITHOUT_VALUES.get(number);
        if (code != null) {
            return Problem.invalid(code, shorten(numbered.group(2)));
        }
        if (number.equals(PARAMETER_NOT_PARSED)) {
            return badParameter();
        }
        if (number.equals(BODY_NOT_PARSED) || jsonLocation(exception) != null) {
            return malformed(exception);
        }
        return Problem.invalid(
                "invalid-request", "The request is not one that this server understands (HAPI-" + number + ").");
    }

    /** An unknown type or path is no secret and may be named; an unknown id says nothing more than that. */
    static Problem notFound(BaseServerResponseException exception) {
        Matcher numbered = NUMBERED.matcher(String.valueOf(exception.getMessage()));
        if (numbered.matches() && "unknown-resource-type".equals(WITHOUT_VALUES.get(numbered.group(1)))) {
            return new Problem("not-found", "unknown-resource-type", shorten(numbered.group(2)));
        }
        return Problem.notFound("There is no such resource here.");
    }

    /** HAPI's complaint that a reference leads nowhere; the answer to it must not differ from that to a hidden target. */
    static boolean isBadReference(BaseServerResponseException exception) {
        return String.valueOf(exception.getMessage()).startsWith("HAPI-1094: ");
    }

    static Problem badParameter() {
        return Problem.invalid("invalid-parameter-value", "A parameter has a value that this server cannot read.");
    }

    static Problem malformed(Throwable failure) {
        JsonLocation location = jsonLocation(failure);
        return new Problem(
                "structure",
                "malformed-resource",
                location == null
                        ? "The body is not a FHIR R4 resource in JSON that this server can read."
                        : "The body is not JSON that this server can read: line " + location.getLineNr() + ", column "
                                + location.getColumnNr() + ".");
    }

    private static @Nullable JsonLocation jsonLocation(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof JsonProcessingException json && json.getLocation() != null) {
                return json.getLocation();
            }
        }
        return null;
    }

    private static String shorten(String text) {
        return text.length() <= MAXIMUM_LENGTH ? text : text.substring(0, MAXIMUM_LENGTH) + " ...";
    }
}
