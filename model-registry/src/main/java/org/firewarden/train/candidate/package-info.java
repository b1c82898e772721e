/**
 * From the outcome of a run to what an approver gets: manifest with the whole card, artifact and report as one package, which a folder
 * can hold and which can be trained again from its own words. Knows runs and manifests; knows no job and no database.
 */
@NullMarked
package org.firewarden.train.candidate;

import org.jspecify.annotations.NullMarked;
