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
            "/?([A-Z][A-Za-z]+)(?:/([A-Za-z0-9.\\-]{1,64})(/_history(?:/[A-Za-z0-9.\\-]+)?)?)?(\\?.*)?");

    private static final Pattern CHAIN = Pattern.compile(
            "[?&](_has|_filter|_list|_query|_total|_contained|_summary=count)" + "|[?&][^=&]*\\.[^=&]*=");

    private TransactionEntries() {}

    /**
     * One entry.
     *
     * @param interaction what it wants
     * @param type the same as HAPI names it
     * @param resourceType of which type
     * @param resourceId of which resource, or null
     * @param isClosed true if it is conditional or asks a closed question
     */
    record Entry(
            Interaction interaction,
            RestOperationTypeEnum type,
            String resourceType,
            @Nullable String resourceId,
            boolean isClosed) {}

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
                entries.add(entry(component.getRequest(), verb, url));
            }
            index++;
        }
        if (!problems.isEmpty()) {
            throw Refusals.of(new InvalidRequestException("entries not understood"), problems);
        }
        return entries;
    }

    private static Entry entry(Bundle.BundleEntryRequestComponent request, Bundle.HTTPVerb verb, Matcher url) {
        boolean hasQuery = url.group(4) != null;
        Interaction interaction = switch (verb) {
            case POST -> Interaction.CREATE;
            case PUT, PATCH -> Interaction.UPDATE;
            case DELETE -> Interaction.DELETE;
            default -> url.group(2) == null ? Interaction.SEARCH : Interaction.READ;
        };
        boolean isClosed = interaction.isWrite()
                ? hasQuery || request.hasIfNoneExist()
                : hasQuery && CHAIN.matcher(url.group(4)).find();
        RestOperationTypeEnum type = switch (verb) {
            case POST -> RestOperationTypeEnum.CREATE;
            case PUT -> RestOperationTypeEnum.UPDATE;
            case PATCH -> RestOperationTypeEnum.PATCH;
            case DELETE -> RestOperationTypeEnum.DELETE;
            default -> url.group(2) == null ? RestOperationTypeEnum.SEARCH_TYPE : RestOperationTypeEnum.READ;
        };
        return new Entry(interaction, type, url.group(1), url.group(2), isClosed);
    }
}
