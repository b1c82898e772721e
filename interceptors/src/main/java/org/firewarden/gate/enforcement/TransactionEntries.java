package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.Interaction;
import org.firewarden.failure.Refusals;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** Reads what each entry of a batch or transaction wants. */
final class TransactionEntries {

    /** {@code Type}, {@code Type/id}, {@code Type/id/_history/1} or {@code Type?query}; operations and system level are not. */
    private static final Pattern URL = Pattern.compile(
            "/?([A-Z][A-Za-z]+)(?:/([A-Za-z0-9.\\-]{1,64})(/_history(?:/[A-Za-z0-9.\\-]+)?)?)?(?:\\?(.*))?");

    private TransactionEntries() {}

    /**
     * One entry.
     *
     * @param interaction what it wants
     * @param type the same as HAPI names it
     * @param resourceType of which type
     * @param resourceId of which resource, or null
     * @param query what stands behind the question mark of its URL, or null
     */
    record Entry(
            Interaction interaction,
            RestOperationTypeEnum type,
            String resourceType,
            @Nullable String resourceId,
            @Nullable String query) {}

    static List<Entry> of(Bundle bundle) {
        List<Entry> entries = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int index = 0;
        for (Bundle.BundleEntryComponent component : bundle.getEntry()) {
            Matcher url = URL.matcher(String.valueOf(component.getRequest().getUrl()));
            Bundle.HTTPVerb verb = component.getRequest().getMethod();
            if (verb == null || !url.matches()) {
                problems.add(Problem.invalid(
                        "entry-not-understood",
                        "Bundle.entry[" + index + "].request needs a method and the URL of a type or a resource"));
            } else {
                entries.add(entry(verb, url));
            }
            index++;
        }
        if (!problems.isEmpty()) {
            throw Refusals.of(new InvalidRequestException("entries not understood"), problems);
        }
        return entries;
    }

    private static Entry entry(Bundle.HTTPVerb verb, Matcher url) {
        Interaction interaction = switch (verb) {
            case POST -> Interaction.CREATE;
            case PUT, PATCH -> Interaction.UPDATE;
            case DELETE -> Interaction.DELETE;
            default -> url.group(2) == null ? Interaction.SEARCH : Interaction.READ;
        };
        RestOperationTypeEnum type = switch (verb) {
            case POST -> RestOperationTypeEnum.CREATE;
            case PUT -> RestOperationTypeEnum.UPDATE;
            case PATCH -> RestOperationTypeEnum.PATCH;
            case DELETE -> RestOperationTypeEnum.DELETE;
            default -> url.group(2) == null ? RestOperationTypeEnum.SEARCH_TYPE : RestOperationTypeEnum.READ;
        };
        return new Entry(interaction, type, url.group(1), url.group(2), url.group(4));
    }
}
