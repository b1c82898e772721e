package org.firewarden.gate.content;

import java.util.ArrayList;
import java.util.List;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Subscription;

/**
 * Addresses in resources that a server would call: the endpoint of a Subscription (FHIR R4 subscription.html). Nothing here
 * sends notifications yet; that one day something does must not make yesterday's Subscription a call into the hospital's
 * network. (Attachment.url and Endpoint.address are never called.)
 */
final class StoredAddresses {

    private final OutboundAddresses allowed;

    StoredAddresses(OutboundAddresses allowed) {
        this.allowed = allowed;
    }

    List<Problem> problems(IBaseResource resource) {
        List<Problem> problems = new ArrayList<>();
        if (resource instanceof Subscription subscription && isRefused(subscription.getChannel())) {
            problems.add(new Problem(
                    "business-rule",
                    "outbound-address",
                    "Subscription.channel.endpoint: this server calls only addresses that its operator has listed."));
        }
        return problems;
    }

    private boolean isRefused(Subscription.SubscriptionChannelComponent channel) {
        boolean needsNone =
                channel.getType() == Subscription.SubscriptionChannelType.WEBSOCKET && !channel.hasEndpoint();
        return !needsNone
                && !(channel.hasEndpoint()
                        && allowed.decide(channel.getEndpoint()).isAllowed());
    }
}
