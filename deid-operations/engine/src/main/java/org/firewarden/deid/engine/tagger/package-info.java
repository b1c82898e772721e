/**
 * Tells whether a word in a passage names a person, by a learned model: a frozen sentence encoder and a small head that was
 * trained for this. Knows nothing of FHIR, charts or replacements; says no word twice and keeps no text.
 */
@NullMarked
package org.firewarden.deid.engine.tagger;

import org.jspecify.annotations.NullMarked;
