package org.firewarden.gate.query;

import org.jspecify.annotations.Nullable;

/**
 * One value of {@code _include} or {@code _revinclude}.
 *
 * @param isWide true if it starts from whatever the answer holds: reverse or iterated
 * @param sourceType the type that refers, or null for each
 * @param reference the parameter that leads from there, or null for each
 * @param targetType the only type that is wanted of what it leads to, or null
 */
record Inclusion(
        boolean isWide,
        @Nullable String sourceType,
        @Nullable ParameterDefinition reference,
        @Nullable String targetType) {}
