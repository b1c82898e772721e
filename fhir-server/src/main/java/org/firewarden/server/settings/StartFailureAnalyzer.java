package org.firewarden.server.settings;

import org.firewarden.crypto.KeyRingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two lines why a start without usable keys failed, and what to do about it. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<KeyRingException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, KeyRingException cause) {
        return new FailureAnalysis(
                "The key ring cannot be opened: " + cause.getMessage() + ".",
                "Set firewarden.keys.keystore and firewarden.keys.passphrase-file to a keystore of this server, or let the"
                        + " first start make one with --firewarden.keys.create-if-absent=true. Keep a copy of both files"
                        + " apart from the data: what was sealed cannot be opened without them.",
                cause);
    }
}
