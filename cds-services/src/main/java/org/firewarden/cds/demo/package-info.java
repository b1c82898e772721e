/**
 * DEMO ONLY. An EHR to try the CDS services with, whose private key lies in a file of the demo. Nothing in the product
 * depends on it; the application makes one in the demo profile alone.
 */
@NullMarked
package org.firewarden.cds.demo;

import org.jspecify.annotations.NullMarked;
