package org.firewarden.deid.engine.stream;

import java.util.HashMap;
import java.util.Map;
import org.firewarden.deid.engine.structure.R4Structure;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which identity a reference means: relative, absolute, versioned, by URN, contained, or conditional
 * ({@code Practitioner?identifier=...}) where the data set holds the one resource that is meant. A URL that names no resource
 * means none, and is dropped.
 */
final class References {

    /**
     * What a reference means.
     *
     * @param type the resource type; empty for a URN that no entry of the Bundle bears
     * @param identity the name under which the vault knows it
     */
    record Target(String type, String identity) {}

    private static final int LONGEST = 2048;

    private final R4Structure structure;
    private final Links links;
    private final Identifiers identifiers;
    private final Map<String, String> contained = new HashMap<>();

    References(R4Structure structure, Links links, Identifiers identifiers) {
        this.identifiers = identifiers;
        this.structure = structure;
        this.links = links;
    }

    /** The label that stands for a contained resource, by its order of mention; says nothing of the id. */
    String contained(String id) {
        return contained.computeIfAbsent(id, name -> "c" + (contained.size() + 1));
    }

    /** What a reference or full URL means; null where it means no identity. */
    @Nullable
    Target resolve(String reference) {
        if (reference.isEmpty() || reference.length() > LONGEST) {
            return null;
        }
        String known = links.identity(reference);
        if (known != null) {
            return new Target(known.substring(0, known.indexOf('/')), known);
        }
        if (reference.startsWith("urn:uuid:") || reference.startsWith("urn:oid:")) {
            return new Target("", reference);
        }
        int query = reference.indexOf('?');
        if (query > 0) {
            String type = reference.substring(reference.lastIndexOf('/', query) + 1, query);
            String meant = structure.isResource(type) ? identifiers.meant(type, reference.substring(query + 1)) : null;
            return meant == null ? null : new Target(type, meant);
        }
        int history = reference.indexOf("/_history/");
        String url = history < 0 ? reference : reference.substring(0, history);
        if (url.indexOf('#') >= 0 || url.indexOf('|') >= 0) {
            return null;
        }
        int idSlash = url.lastIndexOf('/');
        int typeSlash = idSlash < 0 ? -1 : url.lastIndexOf('/', idSlash - 1);
        if (idSlash <= 0 || idSlash == url.length() - 1) {
            return null;
        }
        String type = url.substring(typeSlash + 1, idSlash);
        if (!structure.isResource(type)) {
            return null;
        }
        if (typeSlash < 0) {
            return new Target(type, url);
        }
        if (links.isOwnBase(url.substring(0, typeSlash))) {
            return new Target(type, url.substring(typeSlash + 1));
        }
        // Another server's resource: its id may be the same as one of ours, so the whole URL is its name.
        return url.contains("://") ? new Target(type, type + "/" + url) : null;
    }
}
