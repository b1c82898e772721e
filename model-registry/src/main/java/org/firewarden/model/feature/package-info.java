/**
 * What a model is told about a patient, declared once: a {@link org.firewarden.model.feature.FeatureSpec} names for each
 * feature the source resource, codes, window, unit and missing rule, and from it come the values, the CDS Hooks prefetch
 * templates, the minimum-necessary read list and the inputs on the model card. One of them may be a sequence of events. Works on Jackson trees; knows no FHIR object
 * model, no model and no database.
 */
@NullMarked
package org.firewarden.model.feature;

import org.jspecify.annotations.NullMarked;
