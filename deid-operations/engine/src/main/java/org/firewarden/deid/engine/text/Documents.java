package org.firewarden.deid.engine.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Attached documents: decoded by their content type, scrubbed, and encoded again. Plain text and HTML stay what they are, XML and
 * RTF become plain text, gzip is opened and closed again. What is of another type, or not of the type that it says, does not come
 * out.
 */
public final class Documents {

    /**
     * A document as it may come out.
     *
     * @param contentType what it is now
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    public record Document(String contentType, byte[] content) {}

    private static final int LARGEST = 64 << 20;
    private static final Set<String> GZIP = Set.of("application/gzip", "application/x-gzip");

    private Documents() {}

    /** A document scrubbed; empty if nothing of it may come out. */
    public static Optional<Document> scrubbed(String contentType, byte[] content, UnaryOperator<String> scrub) {
        String type = contentType.toLowerCase(Locale.ROOT);
        int semicolon = type.indexOf(';');
        String essence = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
        if (GZIP.contains(essence) || isGzip(content)) {
            return gzip(GZIP.contains(essence) ? "text/plain" : contentType, content, scrub);
        }
        String text = decode(content, charset(type));
        if (text == null || text.indexOf('\0') >= 0 || text.startsWith("%PDF")) {
            return Optional.empty();
        }
        if (text.startsWith("{\\rtf")) {
            return plain(scrub.apply(Markup.rtf(text)));
        }
        return switch (essence) {
            case "text/plain", "text/markdown" -> plain(scrub.apply(text));
            case "text/html", "application/xhtml+xml" -> html(scrub.apply(Markup.text(text)));
            case "text/xml", "application/xml", "application/hl7-cda+xml", "application/cda+xml" ->
                plain(scrub.apply(Markup.text(text)));
            default -> Optional.empty();
        };
    }

    private static Optional<Document> plain(String text) {
        return Optional.of(new Document("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<Document> html(String text) {
        String html = "<html><body>" + Markup.paragraphs(text) + "</body></html>";
        return Optional.of(new Document("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<Document> gzip(String inner, byte[] content, UnaryOperator<String> scrub) {
        byte[] opened;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            opened = in.readNBytes(LARGEST);
            if (in.read() >= 0 || isGzip(opened)) {
                return Optional.empty();
            }
        } catch (IOException e) {
            // Not gzip, or cut off: what cannot be read does not come out.
            return Optional.empty();
        }
        return scrubbed(inner, opened, scrub)
                .map(document -> new Document("application/gzip", packed(document.content())));
    }

    private static byte[] packed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static boolean isGzip(byte[] content) {
        return content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b;
    }

    private static Charset charset(String type) {
        if (type.contains("iso-8859-1") || type.contains("latin1")) {
            return StandardCharsets.ISO_8859_1;
        }
        return type.contains("utf-16") ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private static @org.jspecify.annotations.Nullable String decode(byte[] content, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            // Not in the charset that it says, so nobody knows what a reader would see.
            return null;
        }
    }
}
