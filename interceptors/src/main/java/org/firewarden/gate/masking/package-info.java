/**
 * Takes out of a resource what its reader may not see (45 CFR 164.502(b)), wherever it could show. Knows R4 resources and
 * {@link org.firewarden.access.ElementRules}; knows no request, no caller and no policy.
 */
@NullMarked
package org.firewarden.gate.masking;

import org.jspecify.annotations.NullMarked;
