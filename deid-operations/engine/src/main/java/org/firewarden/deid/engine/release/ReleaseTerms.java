package org.firewarden.deid.engine.release;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.deid.engine.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The terms of one release. Immutable; the {@code with} methods answer changed copies.
 *
 * @param project whose data set it is
 * @param referenceDate the day that counts as today; no date after it comes out shifted
 * @param dataUseAgreement where the signed data use agreement is filed (45 CFR 164.514(e)(4)); null for none
 * @param expert who determined the risk (45 CFR 164.514(b)(1)); null for nobody
 * @param keepsText whether texts come out scrubbed; false drops them even where the policy would let them be scrubbed
 */
public record ReleaseTerms(
        Project project,
        LocalDate referenceDate,
        @Nullable String dataUseAgreement,
        @Nullable Expert expert,
        boolean keepsText) {

    /** Terms of the default project, with texts as the policy says. */
    public static ReleaseTerms asOf(LocalDate referenceDate) {
        return new ReleaseTerms(Project.DEFAULT, referenceDate, null, null, true);
    }

    /** The same for another project. */
    public ReleaseTerms withProject(Project other) {
        return new ReleaseTerms(other, referenceDate, dataUseAgreement, expert, keepsText);
    }

    /** The same under a data use agreement; null or a blank reference stands for none. */
    public ReleaseTerms withDataUseAgreement(@Nullable String reference) {
        String filed = reference == null || reference.isBlank() ? null : reference.strip();
        return new ReleaseTerms(project, referenceDate, filed, expert, keepsText);
    }

    /** The same on an expert's word. */
    public ReleaseTerms withExpert(@Nullable Expert other) {
        return new ReleaseTerms(project, referenceDate, dataUseAgreement, other, keepsText);
    }

    /** The same with all texts dropped. */
    public ReleaseTerms withoutText() {
        return new ReleaseTerms(project, referenceDate, dataUseAgreement, expert, false);
    }

    /**
     * Refuses terms that lack what the policy demands.
     *
     * @throws TermsException with all that is missing
     */
    public void require(Policy policy) {
        List<String> problems = new ArrayList<>();
        if (policy.demands().contains(Policy.Demand.DATA_USE_AGREEMENT) && dataUseAgreement == null) {
            problems.add("policy " + policy.name()
                    + " demands the reference of a data use agreement (45 CFR 164.514(e)(4))");
        }
        Expert determined = expert;
        if (determined != null && determined.validUntil().isBefore(referenceDate)) {
            problems.add("the expert's determination has expired (45 CFR 164.514(b)(1))");
        }
        if (!problems.isEmpty()) {
            throw new TermsException(problems);
        }
    }
}
