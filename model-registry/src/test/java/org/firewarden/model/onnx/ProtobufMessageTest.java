package org.firewarden.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of the protobuf encoding guide. */
class ProtobufMessageTest {

    @Test
    void aNumberIsAVarint() {
        assertThat(new ProtobufMessage().number(1, 150).toByteArray()).containsExactly(0x08, 0x96, 0x01);
    }

    @Test
    void aTextHasItsLengthBeforeIt() {
        assertThat(new ProtobufMessage().text(2, "testing").toByteArray())
                .containsExactly(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
    }

    @Test
    void aMessageInAMessageHasItsLengthBeforeIt() {
        ProtobufMessage inner = new ProtobufMessage().number(1, 150);
        assertThat(new ProtobufMessage().message(3, inner).toByteArray()).containsExactly(0x1a, 0x03, 0x08, 0x96, 0x01);
    }

    @Test
    void aNegativeNumberTakesTenBytes() {
        assertThat(new ProtobufMessage().number(1, -1).toByteArray()).hasSize(11);
    }
}
