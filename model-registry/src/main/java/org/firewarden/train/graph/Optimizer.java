package org.firewarden.train.graph;

/** How a mean gradient moves the parameters. */
public enum Optimizer {
    /** Kingma and Ba 2015 (arXiv 1412.6980), with decay rates 0.9 and 0.999. */
    ADAM,
    /** Stochastic gradient descent with momentum 0.9. */
    SGD
}
