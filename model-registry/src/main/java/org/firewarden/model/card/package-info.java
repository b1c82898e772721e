/** The model card as a web page. Knows the registry; holds no patient data. */
@NullMarked
package org.firewarden.model.card;

import org.jspecify.annotations.NullMarked;
