/**
 * Sensitivity labels: which codes are sensitive (tables in files), which labels a resource gets from its codes, from its client
 * and from the Encounter on which it hangs, and the job that labels anew when the tables change. Labels only ever rise. What
 * a label means for an access is decided elsewhere.
 */
@NullMarked
package org.firewarden.gate.label;

import org.jspecify.annotations.NullMarked;
