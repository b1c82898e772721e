package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.age.Timelines;
import org.firewarden.deid.engine.certificate.Certifier;
import org.firewarden.deid.engine.risk.Generalisation;
import org.firewarden.deid.engine.risk.RiskSurvey;
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
    private Survey survey;

    private @Nullable Certifier certifier;
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

    /** Has the data set certified; without this there is no certificate. */
    public DataSetRun certifiedBy(Certifier signer) {
        this.certifier = signer;
        return this;
    }

    /**
     * Refuses folders that {@link #run} would refuse, and touches nothing; for a caller that has other things to make first.
     *
     * @throws InputException if the input holds no data, or the output is not empty
     */
    public static void check(Path input, Path output) throws IOException {
        InputFolder.files(input);
        OutputFolder.requireEmpty(output);
    }

    /**
     * Runs once from folder to folder, and writes {@code manifest.json}, {@code risk.json} and {@code certificate.json} beside the
     * data.
     *
     * @param input a folder with {@code *.ndjson} and {@code *.json} files
     * @param output a folder that is empty or does not exist
     * @throws InputException if one of them is not so
     */
    public RunResult run(Path input, Path output) throws IOException {
        return run(DataSetInput.of(input), DataSetOutput.of(output));
    }

    /** Runs once. What comes of it is released as a whole, or nothing is. */
    public RunResult run(DataSetInput input, DataSetOutput output) throws IOException {
        return run(input, input, output);
    }

    /**
     * Runs once over a part of a data set, for example what an earlier run held back.
     *
     * @param whole what tells the ages, names and risk of the patients
     * @param part what is released
     */
    public RunResult run(DataSetInput whole, DataSetInput part, DataSetOutput output) throws IOException {
        List<InputFile> all = InputFile.in(whole);
        survey(all);
        Generalisation generalisation = limit(all);
        List<InputFile> files = InputFile.in(part);
        if (part != whole) {
            // Held under other numbers than those of the whole; what could not be surveyed there is looked at anew
            // here.
            survey = new Survey(survey);
            survey(files);
        }
        Release release = new Release(parts, rewriter.charts(), generalisation);
        Quarantine quarantine = new Quarantine(output, keys);
        OutputFiles written = new OutputFiles(output);
        try {
            rewrite(files, written, quarantine, release);
            quarantine.finish();
            parts.vault().flush();
            RunResult result = result(written.finish(), quarantine.count(), files.size(), release);
            document(output, "manifest.json", result.manifest());
            document(output, "risk.json", result.risk());
            if (!result.certificate().isEmpty()) {
                document(output, "certificate.json", result.certificate());
            }
            output.release();
            return result;
        } finally {
            written.close();
            output.discard();
        }
    }

    private RunResult result(List<WrittenFile> written, int quarantined, int inputs, Release release) {
        RunResult.Counts counts = new RunResult.Counts(in, out, dropped, quarantined);
        ObjectNode manifest =
                Manifest.of(parts.policy(), parts.terms(), engineVersion, written, counts, inputs, release.scan());
        ObjectNode risk = release.risk();
        Certifier signer = certifier;
        ObjectNode certificate = signer == null
                ? JsonNodeFactory.instance.objectNode()
                : signer.certify(parts.policy(), parts.terms(), manifest, risk);
        return new RunResult(counts, written, manifest, risk, certificate);
    }

    /** Where the policy sets limits of risk: looks at what would be released of each patient, and how to keep them. */
    private Generalisation limit(List<InputFile> files) throws IOException {
        RiskSurvey risk = new RiskSurvey(parts.policy().riskRules());
        if (parts.policy().riskRules().hasLimits()) {
            for (InputFile file : files) {
                Pipeline<Integer> pipeline = new Pipeline<>(
                        executor, inFlight, chunk -> Release.survey(chunk, rewriter, survey, risk), count -> {});
                read(file, pipeline);
                pipeline.finish();
            }
        }
        return risk.generalise();
    }

    private static void document(DataSetOutput output, String name, ObjectNode content) throws IOException {
        try (OutputStream out = output.create(name)) {
            out.write(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
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

    private void rewrite(List<InputFile> files, OutputFiles written, Quarantine quarantine, Release release)
            throws IOException {
        for (InputFile file : files) {
            Pipeline<ChunkResult> pipeline = new Pipeline<>(
                    executor, inFlight, chunk -> ChunkResult.of(chunk, rewriter, survey, release), result -> {
                        take(result, written, quarantine);
                        progress.at(2, in, file.number(), files.size());
                    });
            Reason broken = read(file, pipeline);
            pipeline.finish();
            if (broken != null) {
                in++;
                try (InputStream content = file.open()) {
                    quarantine.hold(new ChunkResult.Held(file.number(), 1, broken, content.readAllBytes()));
                }
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
}
