package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.stream.NotAResourceException;
import org.firewarden.deid.engine.stream.Parts;
import org.firewarden.deid.engine.stream.ResourceRewriter;
import org.jspecify.annotations.Nullable;

/**
 * De-identifies a folder into another. Pass one gathers what each patient's years tell, pass two writes. Chunks are worked on
 * by many threads and written in the order of the input. Memory does not grow with the input but for the vault, a few years
 * for each patient, and the names of the entries of one Bundle.
 */
public final class DataSetRun {

    private static final int PENDING_TOKENS = 100_000;

    private final Parts parts;
    private final KeyRing keys;
    private final String engineVersion;
    private final ExecutorService executor;
    private final int inFlight;
    private final Progress progress;
    private final ResourceRewriter rewriter;
    private final Survey survey;

    private long in;
    private long out;
    private long dropped;

    /**
     * Prepares a run.
     *
     * @param executor works on the chunks; the run does not shut it down
     * @param threads how many threads the executor has
     */
    public DataSetRun(
            Parts parts, KeyRing keys, String engineVersion, ExecutorService executor, int threads, Progress progress) {
        this.parts = parts;
        this.keys = keys;
        this.engineVersion = engineVersion;
        this.executor = executor;
        this.inFlight = threads * 2;
        this.progress = progress;
        Timelines timelines = new Timelines(parts.policy().undatedAsOf());
        this.rewriter = new ResourceRewriter(parts, timelines);
        this.survey = new Survey(
                (item, links) -> rewriter.survey(item.buffer(), item.offset(), item.length(), links, item.fullUrl()),
                timelines);
    }

    /**
     * Refuses folders that {@link #run} would refuse, and touches nothing; for a caller that has other things to make first.
     *
     * @throws InputException if the input holds no data, or the output is not empty
     */
    public static void check(Path input, Path output) throws IOException {
        InputFile.in(input);
        requireEmpty(output);
    }

    /**
     * Runs once.
     *
     * @param input a folder with {@code *.ndjson} and {@code *.json} files
     * @param output a folder that is empty or does not exist
     * @throws InputException if one of them is not so
     */
    public RunResult run(Path input, Path output) throws IOException {
        List<InputFile> files = InputFile.in(input);
        requireEmpty(output);
        Files.createDirectories(output);
        survey(files);
        Quarantine quarantine = new Quarantine(output, keys);
        try (OutputFiles written = new OutputFiles(output)) {
            rewrite(files, written, quarantine);
            parts.vault().flush();
            RunResult result = new RunResult(in, out, dropped, quarantine.count());
            Manifest.write(output, parts.policy(), engineVersion, written.release(), result, files.size());
            return result;
        }
    }

    private void survey(List<InputFile> files) throws IOException {
        long[] count = {0};
        for (InputFile file : files) {
            Pipeline<Integer> pipeline = new Pipeline<>(executor, inFlight, survey::of, surveyed -> {
                count[0] += surveyed;
                progress.at(1, count[0], file.number(), files.size());
            });
            if (read(file, pipeline) != null) {
                survey.unreadable();
            }
            pipeline.finish();
        }
    }

    private void rewrite(List<InputFile> files, OutputFiles written, Quarantine quarantine) throws IOException {
        for (InputFile file : files) {
            Pipeline<ChunkResult> pipeline =
                    new Pipeline<>(executor, inFlight, chunk -> ChunkResult.of(chunk, rewriter, survey), result -> {
                        take(result, written, quarantine);
                        progress.at(2, in, file.number(), files.size());
                    });
            Reason broken = read(file, pipeline);
            pipeline.finish();
            if (broken != null) {
                in++;
                quarantine.hold(new ChunkResult.Held(file.number(), 1, broken, Files.readAllBytes(file.path())));
            }
        }
    }

    /** Reads a file; tells why where it is a document that cannot be read. */
    private static @Nullable Reason read(InputFile file, Pipeline<?> pipeline) throws IOException {
        if (file.isNdjson()) {
            new NdjsonReader(file, pipeline).read();
            return null;
        }
        try {
            new DocumentReader(file, pipeline).read();
            return null;
        } catch (JsonProcessingException | NotAResourceException e) {
            return Reason.of(e);
        }
    }

    private void take(ChunkResult result, OutputFiles written, Quarantine quarantine) throws IOException {
        in += result.in();
        dropped += result.dropped();
        for (Map.Entry<String, ChunkResult.Lines> lines : result.lines().entrySet()) {
            written.append(lines.getKey(), lines.getValue());
            out += lines.getValue().count();
        }
        for (ChunkResult.Held held : result.held()) {
            quarantine.hold(held);
        }
        if (parts.vault().pending() > PENDING_TOKENS) {
            parts.vault().flush();
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException("the output is not a folder");
        }
        try (Stream<Path> list = Files.list(folder)) {
            if (list.findAny().isPresent()) {
                throw new InputException("the output folder is not empty");
            }
        }
    }
}
