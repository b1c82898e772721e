package org.firewarden.deid.engine.policy;

/**
 * One line of a policy.
 *
 * @param line where it stands in the file, from 1
 * @param path a type ({@code dateTime}) or an element below a type ({@code Patient.birthDate})
 * @param action what is done
 * @param why the legal reason
 */
record Rule(int line, String path, Action action, String why) {}
