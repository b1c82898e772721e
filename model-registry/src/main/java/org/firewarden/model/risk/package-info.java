/**
 * Risk models as the services at the bedside see them: a chart in, an answer out, where 'not applicable' and 'incomplete'
 * are answers like a number is. Knows features, the registry and the runtime; knows nothing of CDS Hooks or of any one model.
 */
@NullMarked
package org.firewarden.model.risk;

import org.jspecify.annotations.NullMarked;
