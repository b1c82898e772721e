package org.firewarden.train.run;

import org.firewarden.train.graph.TrainingState;
import org.jspecify.annotations.Nullable;

/** Is told how a run gets on; may end it by throwing. */
public interface RunProgress {

    /**
     * Some steps were taken.
     *
     * @param state to go on from after a crash
     * @param steps how many there are in all
     * @param epsilon spent so far, or null without privacy
     * @param loss on people held out from training, or null where that is not looked at: under a privacy claim it is not, since
     *     whatever the run tells of them is not accounted for
     */
    void steps(TrainingState state, int steps, @Nullable Double epsilon, @Nullable Double loss);

    /** A later phase has begun: its name, and how much of the run is done. */
    void phase(String name, double fraction);

    /** Goes on without telling anybody. */
    static RunProgress none() {
        return new RunProgress() {
            @Override
            public void steps(TrainingState state, int steps, @Nullable Double epsilon, @Nullable Double loss) {}

            @Override
            public void phase(String name, double fraction) {}
        };
    }
}
