/** The model registry as Spring beans: the one place that knows all the packages of this module. */
@NullMarked
package org.firewarden.model;

import org.jspecify.annotations.NullMarked;
