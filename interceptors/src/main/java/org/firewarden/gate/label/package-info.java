/**
 * Sensitivity labels: which codes are sensitive (tables in files), which labels a resource gets from its codes, from its client
 * and from the Encounter on which it hangs, and the job that labels anew when the tables change. What a label means for an
 * access is decided elsewhere.
 *
 * <p>Labels only rise. A client may add some; one that is left out or set lower is put back without a word. Nobody may
 * declassify yet, so a label also stays when the code that asked for it is corrected. HAPI's {@code $meta-add} may be opened as it
 * is; {@code $meta-delete} passes here too and gets v3-ActCode and v3-Confidentiality labels put back, but other systems' labels
 * in {@code meta.security} go, so it must be refused for these.
 *
 * <p>What labels an Encounter: its own codes and label, and the Conditions and Procedures that refer to it. Results, screening
 * and orders label themselves only: nearly every visit has a questionnaire on mood or alcohol, and a label on everything protects
 * nothing. A labelled Encounter labels whatever refers to it, Encounters that are part of it among them; the part does not label
 * the whole. {@code Encounter.diagnosis} does not label an Encounter unless the Condition also refers to it.
 *
 * <p>What codes do not say is not found: text, narrative, attachments, codes without a system.
 *
 * <p>HAPI stores labels as tags in its mode NON_VERSIONED, one row for each label of a resource. VERSIONED would double the rows
 * and leave old versions, which histories show, without labels that came later. INLINE would put them into the body: no row
 * and a faster read, but each raise rewrites bodies or makes versions, and {@code _security} needs an index of its own. About one
 * in seven resources of the demo population has a label, two rows each: few enough for tags.
 */
@NullMarked
package org.firewarden.gate.label;

import org.jspecify.annotations.NullMarked;
