package org.firewarden.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data, and where the work is kept. */
final class SourceOptions {

    @Option(
            names = "--zip",
            paramLabel = "FILE",
            description = "The archive of \"Diabetes 130-US Hospitals for Years 1999-2008\" of the UCI repository.")
    private @Nullable Path zip;

    @Option(
            names = "--made-up",
            paramLabel = "N",
            description =
                    "Instead of the archive: N encounters of made-up people. What is trained on them is of no use.")
    private int madeUp;

    @Option(
            names = "--patients",
            paramLabel = "N",
            description = "Takes N patients of the archive at most, evenly out of all (default: all).")
    private int patients = Integer.MAX_VALUE;

    @Option(
            names = "--work",
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder for resources, data set, vault and keys. What is there already is used again, so that the"
                            + " same work gives the same bytes. Whoever has it can undo pseudonyms and noise.")
    private Path work = Path.of("");

    /** The source; refused unless exactly one is named. */
    UciSource source() {
        Path archive = zip;
        if ((archive == null) == (madeUp == 0) || madeUp < 0 || patients < 1) {
            throw new IllegalArgumentException("either --zip FILE or --made-up N is needed, and numbers above 0");
        }
        return archive == null ? UciSource.madeUp(madeUp, work) : UciSource.archive(archive, patients, work);
    }
}
