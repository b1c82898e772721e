package org.firewarden.model.monitoring;

/** Where the use of models is reported. Reports are counted in memory and written in batches: a report never waits or fails. */
public interface ModelUse {

    /** A version was asked. */
    void called(ModelCall call);

    /** A version was to be asked, and the call did not wait for it. */
    void unanswered(UnansweredCall call);

    /** A person accepted or overrode what a version showed. */
    void decided(ModelDecision decision);

    /** What became of a patient is known now. */
    void happened(ModelOutcome outcome);
}
