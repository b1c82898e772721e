package org.firewarden.outbound;

/**
 * What came back.
 *
 * @param contentType the media type it was said to have, or an empty text
 * @param body the document
 * @param cacheControl the header {@code Cache-Control}, or an empty text
 */
public record OutboundAnswer(String contentType, String body, String cacheControl) {

    /** An answer that says nothing about caching. */
    public OutboundAnswer(String contentType, String body) {
        this(contentType, body, "");
    }
}
