package org.firewarden.ledger.accounting;

import java.time.Instant;

/**
 * The summary form for research with the data of 50 people or more (45 CFR 164.528(b)(4)): that the individual's data may have
 * been disclosed, for what, and in which period.
 *
 * @param project the application of the research project
 * @param what the kinds of data that the project was shown of the individual
 * @param first the date of the first disclosure
 * @param last the date of the last one
 */
record ResearchSummary(String project, String what, Instant first, Instant last) {}
