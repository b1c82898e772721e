/**
 * What a person may be granted of what was asked: a pure function over values, used by each way of getting a token. Knows no
 * HTTP, no OAuth library and no store.
 */
@NullMarked
package org.firewarden.smart.grant;

import org.jspecify.annotations.NullMarked;
