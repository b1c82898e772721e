package org.firewarden.record;

/** More resources match a query than a reader answers. The message names the type and the limit, nothing of the patient. */
public final class RecordTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** States which type was too many. */
    public RecordTooLargeException(String resourceType) {
        super("more than " + PatientRecordReader.MAXIMUM_RESOURCES + " resources of type " + resourceType + " match");
    }
}
