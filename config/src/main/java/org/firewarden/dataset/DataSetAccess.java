package org.firewarden.dataset;

import java.io.IOException;
import java.io.InputStream;
import org.firewarden.access.Decision;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What comes of asking to open a data set. */
public sealed interface DataSetAccess {

    /**
     * It is open; its signatures hold.
     *
     * @param dataSet what it is
     * @param files where its files are read
     */
    record Opened(DataSet dataSet, Files files) implements DataSetAccess {}

    /**
     * It is not.
     *
     * @param status the HTTP status that fits: 404, also for what the caller may not know of, 410 if it has ended, 409 if it is
     *     damaged
     * @param problem why
     * @param denial the decision to keep in the audit trail, if the caller was not entitled
     */
    record Refused(int status, Problem problem, Decision.@Nullable Deny denial) implements DataSetAccess {}

    /** Reads the files of an open data set. */
    interface Files {

        /**
         * The clear text of a file, decrypted as it is read, in constant memory. A file that was cut, reordered or altered fails
         * with an {@link IOException} before what was altered is given out.
         *
         * @param name of a {@link DataFile}
         * @throws IOException if there is no such file, or the data set has been disposed of in between
         */
        InputStream read(String name) throws IOException;
    }
}
