/**
 * SMART launches in a browser, with {@code fhirclient} from npm as it is published: what an app written for any SMART server sees here.
 * Everything is looked at from outside; the servers run as processes of their own.
 */
@NullMarked
package org.firewarden.it.browser;

import org.jspecify.annotations.NullMarked;
