package org.firewarden.deid.engine.dataset;

/** Told how far a run is. */
public interface Progress {

    /**
     * Called now and then, from one thread.
     *
     * @param pass 1 while patients' years are gathered, 2 while resources are written
     * @param resources handled in this pass so far
     * @param file the number of the input file at hand
     * @param files how many input files there are
     */
    void at(int pass, long resources, int file, int files);
}
