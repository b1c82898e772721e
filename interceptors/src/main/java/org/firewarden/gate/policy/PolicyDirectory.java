package org.firewarden.gate.policy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code *.yaml} and {@code *.yml} files of one directory, which an operator keeps. What has a name of another form or
 * lies deeper is no policy.
 *
 * @param directory the directory
 */
public record PolicyDirectory(Path directory) implements PolicySource {

    private static final int MAXIMUM_FILES = 500;
    private static final long MAXIMUM_BYTES = 1024L * 1024;

    @Override
    public List<PolicyFile> read() throws IOException {
        List<PolicyFile> files = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            for (Path path : paths) {
                if (files.size() == MAXIMUM_FILES || Files.size(path) > MAXIMUM_BYTES) {
                    throw new IOException("too many policy files, or too large a one");
                }
                files.add(new PolicyFile(String.valueOf(path.getFileName()), Files.readAllBytes(path)));
            }
        }
        return files;
    }
}
