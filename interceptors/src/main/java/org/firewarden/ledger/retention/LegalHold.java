package org.firewarden.ledger.retention;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A duty to keep what would else be disposed of, such as pending litigation. Why it was placed and lifted, and by whom, is in the
 * ledger.
 *
 * @param id its id
 * @param isOfPatient whether it is about one patient; else it is about everything
 * @param placed since when
 * @param lifted until when, or null while it is in force
 */
public record LegalHold(
        UUID id,
        boolean isOfPatient,
        Instant placed,
        @Nullable Instant lifted) {}
