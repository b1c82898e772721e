package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of a Bundle name each other: which {@code fullUrl} is which resource, and under which base URLs the
 * Bundle's own resources lie (FHIR R4, Resolving references in Bundles).
 */
public final class Links {

    /** For a resource outside any Bundle. */
    public static final Links NONE = new Links();

    private final Map<String, String> identities = new HashMap<>();
    private final Set<String> bases = new HashSet<>();

    private boolean isOfBundle;

    private Links() {}

    /** Reads the links of a Bundle; the parser stands before it. */
    public static Links of(JsonParser parser) throws IOException {
        Links links = new Links();
        links.isOfBundle =
                BundleEntries.names(parser, links::add).filter("Bundle"::equals).isPresent();
        return links;
    }

    /** True if they were read from a Bundle, and not from another resource. */
    public boolean isOfBundle() {
        return isOfBundle;
    }

    private void add(@Nullable String fullUrl, @Nullable String type, @Nullable String id) {
        if (fullUrl == null || type == null) {
            return;
        }
        String ownUrl = id == null ? null : "/" + type + "/" + id;
        identities.put(fullUrl, identity(fullUrl, type, id));
        if (ownUrl != null && fullUrl.endsWith(ownUrl)) {
            bases.add(fullUrl.substring(0, fullUrl.length() - ownUrl.length()));
        }
    }

    /** The identity of an entry: by its id, or where it has none by its full URL. */
    static String identity(String fullUrl, String type, @Nullable String id) {
        return type + "/" + (id == null ? fullUrl : id);
    }

    /** The identity ({@code Type/id}) that a full URL of the Bundle stands for. */
    @Nullable
    String identity(String fullUrl) {
        return identities.get(fullUrl);
    }

    /** True if the Bundle's own resources lie under this base URL. */
    boolean isOwnBase(String base) {
        return bases.contains(base);
    }
}
