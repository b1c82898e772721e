/**
 * What a model version is: everything that defines it, in one document that its submitter signs. Knows the document and how it
 * is written; knows no table, no runtime and no patient.
 */
@NullMarked
package org.firewarden.model.manifest;

import org.jspecify.annotations.NullMarked;
