package org.firewarden.dataset;

/** What a data set is opened for. */
public enum DataSetUse {
    /** To take its files out of the server: its owner only. */
    DOWNLOAD,
    /** To train or evaluate a model on it inside the server. */
    TRAIN
}
