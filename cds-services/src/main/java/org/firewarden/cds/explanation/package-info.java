/**
 * The page that explains one recommendation to somebody who may see it: numbers, what moved them, every input with its date,
 * what is missing, and which version said so; and who may see it, asked of the gate.
 */
@NullMarked
package org.firewarden.cds.explanation;

import org.jspecify.annotations.NullMarked;
