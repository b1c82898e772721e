package org.firewarden.dataset;

/**
 * One NDJSON file of a data set.
 *
 * @param name within the data set, for example {@code Observation.ndjson}
 * @param type the resource type of each line
 * @param resources how many lines
 * @param bytes its length in the clear
 * @param sha256 the digest of its clear text, in hexadecimal
 */
public record DataFile(String name, String type, long resources, long bytes, String sha256) {}
