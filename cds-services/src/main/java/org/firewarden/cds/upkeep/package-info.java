/** What has to be tidied up now and then: used tokens that have expired. Knows when, not what. */
@NullMarked
package org.firewarden.cds.upkeep;

import org.jspecify.annotations.NullMarked;
