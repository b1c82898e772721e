package org.firewarden.cds.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The services of this server (CDS Hooks 2.0.1, Discovery).
 *
 * @param services each of them; an empty array if there are none
 */
public record Discovery(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<Service> services) {

    /** Copies the list. */
    public Discovery {
        services = List.copyOf(services);
    }

    /**
     * One service.
     *
     * @param id the last part of its address
     * @param hook when it is to be called
     * @param title what people call it
     * @param description what it does
     * @param usageRequirements what must hold for it to be of use
     * @param prefetch the FHIR queries whose answers it wants by key
     * @param version the version of the service (CDS Hooks 3.0), or null
     * @param hookVersion the version of the hook's definition that it was made for (CDS Hooks 3.0), or null
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Service(
            String id,
            String hook,
            String title,
            String description,
            String usageRequirements,
            Map<String, String> prefetch,
            @Nullable String version,
            @Nullable String hookVersion) {

        /** Copies the templates and keeps their order. */
        public Service {
            prefetch = Collections.unmodifiableMap(new LinkedHashMap<>(prefetch));
        }
    }
}
