package org.firewarden.outbound;

/**
 * What came back.
 *
 * @param contentType the media type it was said to have, or an empty text
 * @param body the document
 */
public record OutboundAnswer(String contentType, String body) {}
