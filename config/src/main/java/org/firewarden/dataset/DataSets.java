package org.firewarden.dataset;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;

/**
 * The registry of data sets. Who may know of one: its owner and its steward, the privacy officer, and for data that is
 * de-identified under 45 CFR 164.514(b) the ML engineers of the same organisation; for everybody else it is not there.
 */
public interface DataSets {

    /** The data sets that the caller may know of, the newest first; those that have ended too. */
    List<DataSet> list(Caller caller);

    /** A data set, if the caller may know of it. */
    Optional<DataSet> find(Caller caller, UUID id);

    /**
     * Opens a data set: its signature is verified, and it is not past its time. A {@link DataSetUse#DOWNLOAD} is its owner's, as a
     * researcher with purpose HRESCH. {@link DataSetUse#TRAIN} is open to the owner, and to ML engineers with purpose HRESCH or
     * HOPERAT if the data is de-identified. The caller notes in the audit trail what it opened and for what.
     */
    DataSetAccess open(Caller caller, UUID id, DataSetUse use);

    /**
     * Destroys a data set's key and files for good, and signs that it did. The owner, the steward and the privacy officer may do so.
     *
     * @return the data set with its {@link Disposal}; the same again if it had ended before; empty if the caller has no such right
     *     or there is no such data set
     */
    Optional<DataSet> dispose(Caller caller, UUID id);
}
