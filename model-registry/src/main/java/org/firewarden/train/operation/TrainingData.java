package org.firewarden.train.operation;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.train.run.RefusedException;

/** The data sets that may be trained on; they are looked up when a job runs, and opening one verifies its signatures and its end. */
record TrainingData(Supplier<Optional<DataSets>> dataSets, TrainAuthorizations authorizations, Clock clock) {

    /**
     * Opens a data set.
     *
     * @throws RefusedException with the reason if the caller does not get it, or this server has none
     */
    DataSetAccess.Opened open(Caller caller, UUID dataSet) {
        DataSetAccess access = dataSets.get()
                .orElseThrow(() -> new RefusedException(List.of(TrainJob.unavailable())))
                .open(caller, dataSet, DataSetUse.TRAIN);
        if (access instanceof DataSetAccess.Refused refused) {
            throw new RefusedException(List.of(refused.problem()));
        }
        return (DataSetAccess.Opened) access;
    }

    /**
     * Under what it may be trained on today.
     *
     * @throws RefusedException if it still tells of people and no authorization is in force
     */
    TrainAuthorizations.Cover.Given cover(DataSet data) {
        TrainAuthorizations.Cover cover = authorizations.of(data, LocalDate.now(clock));
        if (cover instanceof TrainAuthorizations.Cover.Lacking lacking) {
            throw new RefusedException(List.of(lacking.problem()));
        }
        return (TrainAuthorizations.Cover.Given) cover;
    }

    /** The day as of which its resources were read. */
    static LocalDate asOf(DataSet data) {
        return LocalDate.ofInstant(data.lineage().sourceTime(), ZoneOffset.UTC);
    }
}
