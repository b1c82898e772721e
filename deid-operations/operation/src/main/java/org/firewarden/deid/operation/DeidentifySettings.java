package org.firewarden.deid.operation;

/**
 * Settings of the operations on de-identified data.
 *
 * @param countEpsilon the budget of each researcher and protocol for {@code $cohort-count}, a decimal
 *     ({@code firewarden.cohort-count.epsilon})
 */
public record DeidentifySettings(String countEpsilon) {}
