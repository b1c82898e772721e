package org.firewarden.gate.label;

/**
 * How far stored resources are labelled by the tables in use. Until it is complete, resources may lack labels that the newest
 * tables ask for; none has lost any.
 *
 * @param isComplete true if each stored resource carries what the tables in use ask for
 * @param seen versions looked at
 * @param raised resources that lacked a label
 */
public record RelabellingProgress(boolean isComplete, long seen, long raised) {}
