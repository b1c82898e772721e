package org.firewarden.deid.engine.dataset;

/**
 * One NDJSON file of a data set that was written.
 *
 * @param name its name, for example {@code Patient.ndjson}
 * @param type the resource type in it
 * @param resources how many lines it has
 * @param bytes how long it is
 * @param sha256 its digest in hexadecimal
 */
public record WrittenFile(String name, String type, long resources, long bytes, String sha256) {}
