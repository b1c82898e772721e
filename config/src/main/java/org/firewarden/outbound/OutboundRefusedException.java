package org.firewarden.outbound;

import java.io.IOException;

/** An address that may not be called was about to be. Its message names the reason and never the address. */
public final class OutboundRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Refused for this reason. */
    public OutboundRefusedException(OutboundDecision.Reason reason) {
        super("an outbound address was refused: " + reason);
    }
}
