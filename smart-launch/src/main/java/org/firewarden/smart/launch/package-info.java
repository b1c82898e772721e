/**
 * Launch context: what an EHR says an app is opened for, kept until the one person it is for signs in (SMART App Launch 2.2, EHR
 * launch). Knows clients and the database; decides about no resource.
 */
@NullMarked
package org.firewarden.smart.launch;

import org.jspecify.annotations.NullMarked;
