package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.EnumSet;
import java.util.Set;
import org.firewarden.gate.InterceptorOrder;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;

/** Takes out of the CapabilityStatement what the gate does not open, and states how callers sign in. */
@Interceptor
public final class OpenCapabilities {

    private static final String SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service";
    private static final Set<TypeRestfulInteraction> CLOSED = EnumSet.of(TypeRestfulInteraction.HISTORYTYPE);

    private final GateKeeper gate;
    private final String version;

    /** States this version of the server, and the operations that this gate opens to anybody. */
    public OpenCapabilities(GateKeeper gate, String version) {
        this.gate = gate;
        this.version = version;
    }

    /** Corrects what HAPI has generated. */
    @Hook(value = Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED, order = InterceptorOrder.DISCLOSURE)
    public void correct(IBaseConformance conformance) {
        if (!(conformance instanceof CapabilityStatement statement)) {
            return;
        }
        statement.setName("Firewarden");
        statement.getSoftware().setName("Firewarden").setVersion(version);
        statement.getFormat().removeIf(format -> !format.getValue().contains("json"));
        statement.getPatchFormat().removeIf(format -> !format.getValue().contains("json"));
        statement.getRest().forEach(this::correct);
    }

    private void correct(CapabilityStatementRestComponent rest) {
        rest.getSecurity().setCors(true);
        rest.getSecurity()
                .addService()
                .addCoding()
                .setSystem(SECURITY_SERVICE)
                .setCode("SMART-on-FHIR")
                .setDisplay("SMART-on-FHIR");
        rest.getInteraction()
                .removeIf(interaction ->
                        interaction.getCode() == CapabilityStatement.SystemRestfulInteraction.HISTORYSYSTEM
                                || interaction.getCode() == CapabilityStatement.SystemRestfulInteraction.SEARCHSYSTEM);
        rest.getOperation().removeIf(operation -> !isOpen(operation.getName()));
        rest.getResource().removeIf(resource -> NotOffered.SUBSCRIPTION.equals(resource.getType()));
        rest.getResource().forEach(this::correct);
    }

    private void correct(CapabilityStatementRestResourceComponent resource) {
        resource.getInteraction().removeIf(interaction -> CLOSED.contains(interaction.getCode()));
        resource.getOperation().removeIf(operation -> !isOpen(operation.getName()));
    }

    private boolean isOpen(String operation) {
        return gate.isOpenOperation("$" + operation);
    }
}
