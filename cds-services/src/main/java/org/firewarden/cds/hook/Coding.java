package org.firewarden.cds.hook;

/**
 * A code that a user may choose (CDS Hooks 2.0.1, Coding).
 *
 * @param code the code
 * @param system its code system
 * @param display what the user reads
 */
public record Coding(String code, String system, String display) {}
