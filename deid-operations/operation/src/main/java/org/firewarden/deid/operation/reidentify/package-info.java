/**
 * {@code $reidentify}: whom tokens stand for, after two people other than the requester have agreed, for a time, through the vault
 * (45 CFR 164.514(c)). Knows nothing of records; whoever learns a reference here reads through the gate like anybody else.
 */
@NullMarked
package org.firewarden.deid.operation.reidentify;

import org.jspecify.annotations.NullMarked;
