package org.firewarden.ledger.accounting;

import java.util.List;

/** Keeps suspensions. They are added and never changed. */
interface Suspensions {

    void add(Suspension suspension);

    /** All of a patient's, past ones too. */
    List<Suspension> of(String patientId);
}
