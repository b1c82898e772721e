/**
 * The way of a person from an app's authorization request to the code: sign-in, patient, encounter, consent (RFC 6749, section 4.1;
 * SMART App Launch 2.2, Obtain authorization code). What comes next is decided by a pure function; the pages are plain HTML that
 * needs no script. Holds its state in the session of the person's browser and tells the app nothing but code or error.
 */
@NullMarked
package org.firewarden.smart.journey;

import org.jspecify.annotations.NullMarked;
