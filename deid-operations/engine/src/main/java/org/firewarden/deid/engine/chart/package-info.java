/**
 * What the source itself knows of a patient: names, relatives, clinicians, places and numbers, gathered in the first pass whatever
 * the policy says. Texts and the released output are searched for it. Holds patient data in memory and writes none.
 */
@NullMarked
package org.firewarden.deid.engine.chart;

import org.jspecify.annotations.NullMarked;
