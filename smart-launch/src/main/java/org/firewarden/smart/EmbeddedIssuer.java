package org.firewarden.smart;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * True unless {@code firewarden.smart.external.issuer} is set: the embedded authorization server is then not only off but not there.
 * {@link SmartConfiguration} refuses settings that say otherwise.
 */
public final class EmbeddedIssuer implements Condition {

    static final String EXTERNAL = "firewarden.smart.external.issuer";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !context.getEnvironment().containsProperty(EXTERNAL);
    }
}
