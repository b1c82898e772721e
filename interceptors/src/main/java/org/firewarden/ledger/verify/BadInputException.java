package org.firewarden.ledger.verify;

/** What was given to the verifier is not what it takes. The message says which file and why. */
public final class BadInputException extends Exception {

    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }
}
