package org.firewarden.model.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one protobuf message field by field. Every length is checked against what is left, so that a file that lies about itself
 * costs no memory. For one thread.
 */
final class ProtobufReader {

    private static final int MAXIMUM_VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int wireType;

    ProtobufReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtobufReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Goes to the next field; false at the end. */
    boolean next() throws MalformedModelException {
        if (at == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            throw new MalformedModelException("a field has no number");
        }
        return true;
    }

    int field() {
        return field;
    }

    long number() throws MalformedModelException {
        if (wireType != 0) {
            throw new MalformedModelException("a number is not where one belongs");
        }
        return varint();
    }

    /** The numbers of a repeated field, packed or one by one. */
    int countNumbers() throws MalformedModelException {
        if (wireType == 0) {
            varint();
            return 1;
        }
        ProtobufReader packed = message();
        int count = 0;
        while (packed.at < packed.end) {
            packed.varint();
            count++;
        }
        return count;
    }

    long[] numbers() throws MalformedModelException {
        if (wireType == 0) {
            return new long[] {varint()};
        }
        ProtobufReader packed = message();
        long[] numbers = new long[packed.end - packed.at];
        int count = 0;
        while (packed.at < packed.end) {
            numbers[count++] = packed.varint();
        }
        return Arrays.copyOf(numbers, count);
    }

    String text() throws MalformedModelException {
        ProtobufReader part = message();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, part.at, part.end - part.at))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedModelException("a text is not UTF-8");
        }
    }

    int length() throws MalformedModelException {
        ProtobufReader part = message();
        return part.end - part.at;
    }

    byte[] content() throws MalformedModelException {
        ProtobufReader part = message();
        return Arrays.copyOfRange(bytes, part.at, part.end);
    }

    ProtobufReader message() throws MalformedModelException {
        if (wireType != 2) {
            throw new MalformedModelException("a part is not where one belongs");
        }
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new MalformedModelException("a part is longer than the file");
        }
        ProtobufReader part = new ProtobufReader(bytes, at, at + (int) length);
        at += (int) length;
        return part;
    }

    void skip() throws MalformedModelException {
        switch (wireType) {
            case 0 -> varint();
            case 1 -> advance(8);
            case 2 -> message();
            case 5 -> advance(4);
            default -> throw new MalformedModelException("a field has a form that there is not");
        }
    }

    private void advance(int count) throws MalformedModelException {
        if (end - at < count) {
            throw new MalformedModelException("the file ends in the middle");
        }
        at += count;
    }

    private long varint() throws MalformedModelException {
        long value = 0;
        for (int i = 0; i < MAXIMUM_VARINT_BYTES; i++) {
            if (at == end) {
                throw new MalformedModelException("the file ends in the middle");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedModelException("a number is too long");
    }
}
