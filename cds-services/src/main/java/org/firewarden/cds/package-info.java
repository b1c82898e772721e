/**
 * CDS Hooks 2.0.1: the endpoint that runs registered models for an EHR's clinicians. This package assembles the module from
 * its features; each feature stands in a package of its own. Meets the gate and the ledger through the ports of
 * {@code config} only.
 */
@NullMarked
package org.firewarden.cds;

import org.jspecify.annotations.NullMarked;
