package org.firewarden.gate.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseCoding;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Metadata that the server sets and a client only sends back: where a resource came from, and tags of the server's own code
 * systems. (Ids of new resources, versions and times are HAPI's, which takes none of them from a client.)
 */
final class ServerMetadata {

    /** Code systems that begin like this are the server's. */
    static final String RESERVED = "https://firewarden.org/";

    private ServerMetadata() {}

    /** What is wrong with the tags: one of the server's that the stored version has not. */
    static List<Problem> problems(@Nullable IBaseResource before, IBaseResource after, String path) {
        Set<String> stored = before == null ? Set.of() : reservedTags(before);
        Set<String> sent = reservedTags(after);
        List<Problem> problems = new ArrayList<>();
        // Stored tags survive an update in HAPI, so leaving one out takes nothing away and is no attempt.
        if (!stored.containsAll(sent)) {
            problems.add(new Problem(
                    "business-rule",
                    "reserved-tag",
                    path + ".meta.tag: tags of " + RESERVED + " are set by the server."));
        }
        return problems;
    }

    /** Makes the source what it is in the stored version, or nothing: HAPI then notes the request that it came with. */
    static void keepSource(@Nullable IBaseResource before, IBaseResource after) {
        if (!(after instanceof Resource resource) || !resource.hasMeta()) {
            return;
        }
        Meta meta = resource.getMeta();
        String stored =
                before instanceof Resource old && old.hasMeta() ? old.getMeta().getSource() : null;
        meta.setSource(stored == null ? null : withoutRequest(stored));
    }

    /** HAPI appends {@code #request-id} to what it stores, and would append another. */
    private static @Nullable String withoutRequest(String source) {
        int request = source.indexOf('#');
        String own = request < 0 ? source : source.substring(0, request);
        return own.isEmpty() ? null : own;
    }

    private static Set<String> reservedTags(IBaseResource resource) {
        Set<String> tags = new HashSet<>();
        for (IBaseCoding tag : resource.getMeta().getTag()) {
            if (tag.getSystem() != null && tag.getSystem().strip().startsWith(RESERVED)) {
                tags.add(tag.getSystem() + '|' + tag.getCode());
            }
        }
        return tags;
    }
}
