/**
 * What somebody let an app do, and how that ends: approvals, the codes and refresh tokens that hang on them, and the list of
 * what was ended before its tokens ran out. Knows the database and no HTTP. Token values come in, their digests stay.
 */
@NullMarked
package org.firewarden.smart.approval;

import org.jspecify.annotations.NullMarked;
