package org.firewarden.deid.engine.policy;

/**
 * An extension that is kept.
 *
 * @param url its URL
 * @param part the URL of the part inside a complex extension; empty for a simple one
 * @param value the JSON name of the value that is kept: {@code valueCoding} or {@code valueCode}
 * @param codes for {@code valueCode}: a regular expression of the codes; empty for {@code valueCoding}
 */
public record ExtensionRule(String url, String part, String value, String codes) {}
