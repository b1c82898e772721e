package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Base64;
import org.firewarden.crypto.Sha1;
import org.firewarden.deid.engine.policy.Step;
import org.firewarden.deid.engine.text.Documents;
import org.firewarden.deid.engine.text.Markup;
import org.firewarden.deid.engine.text.TextContext;
import org.firewarden.deid.engine.text.TextScrubber;
import org.jspecify.annotations.Nullable;

/**
 * Texts, narratives and attachments: scrubbed with the patient's chart, or dropped where nobody knows whose they are. Size and hash
 * of an attachment are those of what comes out (the original's would name it: 45 CFR 164.514(b)(2)(i)(R)).
 */
final class TextWriter {

    private static final SerializedString CONTENT_TYPE = new SerializedString("contentType");
    private static final SerializedString DATA = new SerializedString("data");
    private static final SerializedString SIZE = new SerializedString("size");
    private static final SerializedString HASH = new SerializedString("hash");

    private final @Nullable TextScrubber scrubber;
    private final @Nullable TextContext context;
    private final @Nullable LazyOutput out;
    private @Nullable String binaryType;
    private @Nullable String binaryData;

    /**
     * Prepares writing.
     *
     * @param context whose texts these are; null drops them
     */
    TextWriter(Parts parts, @Nullable TextContext context, @Nullable LazyOutput out) {
        this.scrubber = parts.scrubber();
        this.context = context;
        this.out = out;
    }

    /** Writes a text. */
    void text(JsonParser parser, Step step, @Nullable SerializedString name) throws IOException {
        LazyOutput writer = out;
        if (writer == null || scrubber == null || context == null) {
            return;
        }
        switch (step.treatment()) {
            case TEXT -> write(writer, name, scrubber.scrub(parser.getText(), context));
            case XHTML -> {
                String text = scrubber.scrub(Markup.text(parser.getText()), context);
                if (!text.isBlank()) {
                    write(
                            writer,
                            name,
                            "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + Markup.paragraphs(text) + "</div>");
                }
            }
            case BINARY -> binaryData = parser.getText();
            default -> {
                // No text.
            }
        }
    }

    private static void write(LazyOutput writer, @Nullable SerializedString name, String text) throws IOException {
        if (!text.isBlank()) {
            writer.at(name).writeString(text);
        }
    }

    /** Notes the content type of a Binary. */
    void binaryType(String type) {
        binaryType = type;
    }

    /** Writes what comes of a Binary's data. */
    void binary() throws IOException {
        LazyOutput writer = out;
        if (writer != null && binaryData != null) {
            document(binaryType, binaryData, writer, false);
        }
    }

    /** Writes the Attachment that the parser stands at. */
    void attachment(JsonParser parser, @Nullable SerializedString name) throws IOException {
        String type = null;
        String data = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && field.equals("contentType")) {
                type = parser.getText();
            } else if (token == JsonToken.VALUE_STRING && field.equals("data")) {
                data = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        Json.requireEnd(parser);
        LazyOutput writer = out;
        if (writer != null && data != null) {
            writer.startObject(name);
            document(type, data, writer, true);
            writer.end();
        }
    }

    private void document(@Nullable String type, String data, LazyOutput writer, boolean isAttachment)
            throws IOException {
        TextScrubber by = scrubber;
        TextContext whose = context;
        if (by == null || whose == null || type == null) {
            return;
        }
        byte[] content;
        try {
            content = Base64.getMimeDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            // Not base64, so nobody can read it.
            return;
        }
        Documents.Document document =
                Documents.scrubbed(type, content, text -> by.scrub(text, whose)).orElse(null);
        if (document == null) {
            return;
        }
        writer.at(CONTENT_TYPE).writeString(document.contentType());
        writer.at(DATA).writeString(Base64.getEncoder().encodeToString(document.content()));
        if (isAttachment) {
            writer.at(SIZE).writeNumber(document.content().length);
            writer.at(HASH).writeString(Base64.getEncoder().encodeToString(Sha1.digest(document.content())));
        }
    }
}
