/**
 * How a job collects the records of many patients, whatever becomes of them: as its caller, through the gate, with an event for each
 * patient before anything is kept, and once more for those whose Consents changed meanwhile. Knows no storage.
 */
@NullMarked
package org.firewarden.cohort;

import org.jspecify.annotations.NullMarked;
