package org.firewarden.deid.engine.cli;

import java.time.Clock;
import java.time.LocalDate;
import org.firewarden.deid.engine.release.Expert;
import org.firewarden.deid.engine.release.Project;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The terms of a release as they are given on the command line. */
final class TermsOptions {

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description =
                    "The project whose data set this is (default: default). Each has tokens and a shift of dates of"
                            + " its own.")
    private String project = Project.DEFAULT.name();

    @Option(
            names = "--data-use-agreement",
            paramLabel = "REF",
            description = "Where the signed data use agreement is filed; limited-data-set demands it.")
    private @Nullable String agreement;

    @Option(
            names = "--reference-date",
            paramLabel = "DATE",
            description = "The day that counts as today (default: today); pinned in the certificate.")
    private @Nullable LocalDate referenceDate;

    @Option(names = "--expert", paramLabel = "NAME", description = "Who determined the risk, 164.514(b)(1).")
    private @Nullable String expert;

    @Option(names = "--statement", paramLabel = "TEXT", description = "The expert's statement, or where it is filed.")
    private @Nullable String statement;

    @Option(
            names = "--valid-until",
            paramLabel = "DATE",
            description = "The last day on which the expert's determination may be relied on.")
    private @Nullable LocalDate validUntil;

    @Option(
            names = "--text",
            paramLabel = "scrub|drop",
            description = "What becomes of texts that the policy lets out scrubbed (default: scrub).")
    private String text = "scrub";

    /**
     * The terms.
     *
     * @throws IllegalArgumentException if an option has no sense
     */
    ReleaseTerms terms(Clock clock) {
        LocalDate reference = referenceDate == null ? LocalDate.now(clock) : referenceDate;
        ReleaseTerms terms =
                ReleaseTerms.asOf(reference).withProject(new Project(project)).withDataUseAgreement(agreement);
        if (expert != null || statement != null || validUntil != null) {
            if (expert == null || statement == null || validUntil == null) {
                throw new IllegalArgumentException("--expert, --statement and --valid-until go together");
            }
            terms = terms.withExpert(new Expert(expert, statement, validUntil));
        }
        return switch (text) {
            case "scrub" -> terms;
            case "drop" -> terms.withoutText();
            default -> throw new IllegalArgumentException("--text is scrub or drop");
        };
    }
}
