package org.firewarden.dataset;

/**
 * One file of a data set: NDJSON, or a document about it.
 *
 * @param name within the data set, for example {@code Observation.ndjson}
 * @param type the resource type of each line, or {@link #DOCUMENT}
 * @param resources how many lines
 * @param bytes its length in the clear
 * @param sha256 the digest of its clear text, in hexadecimal
 */
public record DataFile(String name, String type, long resources, long bytes, String sha256) {

    /** The type of what is no FHIR: manifest, risk and certificate, in JSON. */
    public static final String DOCUMENT = "document";

    /** True for a file of FHIR resources. */
    public boolean isFhir() {
        return !type.equals(DOCUMENT);
    }
}
