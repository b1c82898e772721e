package org.firewarden.model.onnx;

/** A file is no ONNX model. The message holds nothing of the file. */
public final class MalformedModelException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedModelException(String message) {
        super(message);
    }
}
