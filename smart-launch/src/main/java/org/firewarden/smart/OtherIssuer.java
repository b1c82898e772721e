package org.firewarden.smart;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** True if {@code firewarden.smart.external.issuer} is set: what is there in place of the embedded authorization server. */
public final class OtherIssuer implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return context.getEnvironment().containsProperty(EmbeddedIssuer.EXTERNAL);
    }
}
