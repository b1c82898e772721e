package org.firewarden.server.label;

import org.firewarden.gate.label.SensitivityTableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which lines of the sensitivity tables keep the server from starting. */
final class SensitivityTableFailureAnalyzer extends AbstractFailureAnalyzer<SensitivityTableException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, SensitivityTableException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct these lines: a server that does not know what is sensitive would show it.",
                cause);
    }
}
