/**
 * How much a training run tells about one patient: accountants for the Poisson-subsampled Gaussian mechanism, and the noise
 * that a budget demands. Pure arithmetic; knows no data, no model and no place where either lies.
 */
@NullMarked
package org.firewarden.train.privacy;

import org.jspecify.annotations.NullMarked;
