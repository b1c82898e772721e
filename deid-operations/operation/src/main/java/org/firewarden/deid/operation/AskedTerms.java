package org.firewarden.deid.operation;

import java.time.LocalDate;
import org.firewarden.deid.engine.release.Expert;
import org.firewarden.deid.engine.release.Project;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.jspecify.annotations.Nullable;

/**
 * The terms that a caller asks for.
 *
 * @param project whose data it is to be: a name as {@link Project} has it, or null for the default project
 * @param agreement the reference of a data use agreement, or null
 * @param expert who determined the risk, or null
 */
public record AskedTerms(
        @Nullable String project,
        @Nullable String agreement,
        @Nullable Expert expert) {

    /** Nothing is asked for. */
    public static final AskedTerms NONE = new AskedTerms(null, null, null);

    /** The terms of the release with this day as its today. */
    ReleaseTerms asOf(LocalDate today) {
        ReleaseTerms terms =
                ReleaseTerms.asOf(today).withDataUseAgreement(agreement).withExpert(expert);
        return project == null ? terms : terms.withProject(new Project(project));
    }
}
