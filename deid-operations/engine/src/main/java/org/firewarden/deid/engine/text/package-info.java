/**
 * Takes out of a text what identifies and keeps the rest. Layers over one row of tokens: the patient's own chart, patterns, words,
 * and the learned tagger of names, which only takes out; what an earlier layer has claimed a later one leaves alone. A text is
 * under an allow-list too: a word that no vocabulary knows does not come out. Knows nothing of FHIR.
 */
@NullMarked
package org.firewarden.deid.engine.text;

import org.jspecify.annotations.NullMarked;
