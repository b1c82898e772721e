package org.firewarden.ledger.note;

/** A text that was meant to be a key, a note or a checkpoint is none. The message says what is wrong with it. */
public final class MalformedNoteException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedNoteException(String message) {
        super(message);
    }
}
