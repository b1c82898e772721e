package org.firewarden.model.onnx;

/** What a tensor holds (TensorProto.DataType). */
public enum ElementType {
    /** float32. */
    FLOAT(1),
    /** int64. */
    INT64(7),
    /** Truth values. */
    BOOL(9),
    /** float64. */
    DOUBLE(11);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    /** The number in the file format, for example as the attribute {@code to} of {@code Cast}. */
    public int number() {
        return code;
    }
}
