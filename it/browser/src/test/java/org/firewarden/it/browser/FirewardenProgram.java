package org.firewarden.it.browser;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code firewarden.jar} as people run it. */
final class FirewardenProgram {

    private FirewardenProgram() {}

    /**
     * Starts it, without waiting.
     *
     * @param base the public address, whose port it listens on
     */
    static RunningProgram start(String name, String base, Path data, List<String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("firewarden.jar"),
                "--server.port=" + URI.create(base).getPort(),
                "--firewarden.data-directory=" + data));
        command.addAll(settings);
        return RunningProgram.start(name, command, Map.of());
    }
}
