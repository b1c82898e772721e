package org.firewarden.model.operation;

import java.util.Optional;
import org.firewarden.model.registry.ModelVersion;
import org.jspecify.annotations.Nullable;

/** The logical id of the Device of a model version: {@code model.<id>-<version>}, which no other Device has. */
public record DeviceId(String model, String version) {

    /** What the ids of these Devices begin with. */
    public static final String PREFIX = "model.";

    /** The id of a version's Device. */
    public static DeviceId of(ModelVersion version) {
        return new DeviceId(version.modelId(), version.version());
    }

    /** Reads an id; empty if it is of another Device. */
    public static Optional<DeviceId> parse(@Nullable String id) {
        if (id == null || !id.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int hyphen = id.lastIndexOf('-');
        if (hyphen < PREFIX.length()) {
            return Optional.empty();
        }
        DeviceId read = new DeviceId(id.substring(PREFIX.length(), hyphen), id.substring(hyphen + 1));
        return ModelVersion.isModelId(read.model) && ModelVersion.isVersion(read.version)
                ? Optional.of(read)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return PREFIX + model + "-" + version;
    }
}
