/**
 * What travels over the wire of CDS Hooks 2.0.1: the discovery answer, the hook request and the cards. Unknown fields of a
 * request are tolerated, and no answer holds a null or an empty value but {@code cards}. Knows neither models nor patients'
 * records.
 */
@NullMarked
package org.firewarden.cds.hook;

import org.jspecify.annotations.NullMarked;
