package org.firewarden.deid.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.structure.R4Structure;

/** A policy as it is named on the command line: one that is shipped, or a file. */
final class Policies {

    private Policies() {}

    static Optional<Policy> of(String name, R4Structure structure) throws IOException {
        Optional<Policy> shipped = Policy.shipped(name, structure);
        if (shipped.isPresent()) {
            return shipped;
        }
        Path file = Path.of(name);
        return Files.isRegularFile(file)
                ? Optional.of(Policy.parse(Files.readAllBytes(file), structure))
                : Optional.empty();
    }

    static String unknown() {
        return "there is no policy of that name; shipped: " + String.join(", ", Policy.shipped());
    }
}
