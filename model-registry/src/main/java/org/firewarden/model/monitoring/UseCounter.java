package org.firewarden.model.monitoring;

import java.time.LocalDate;

/**
 * One thing that is counted of one version on one day.
 *
 * @param kind what: {@code call}, {@code latency}, {@code unanswered}, {@code decision}, {@code value}, {@code output},
 *     {@code outcome}, {@code subgroup}
 * @param name of what, for example a feature
 * @param value which of its values, for example an interval
 */
record UseCounter(String model, String version, LocalDate day, String kind, String name, String value) {}
