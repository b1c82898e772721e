/**
 * What figures about groups of patients may be told: the one rule of small cells, for reports of use and of training. Knows counts and
 * nothing of what they count.
 */
@NullMarked
package org.firewarden.model.disclosure;

import org.jspecify.annotations.NullMarked;
