package org.firewarden.ledger.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * HAPI's validator with the profiles of IHE BALP 1.1.4 and IHE De-Identification, whose constraints are written down in the
 * resources of this package.
 */
final class BalpValidator {

    private static final FhirContext FHIR = FhirContext.forR4();
    private static final FhirValidator VALIDATOR = validator();

    private BalpValidator() {}

    /** What is wrong with an event by the base resource and each profile that it claims. */
    static List<String> errors(AuditEvent event) {
        return VALIDATOR.validateWithResult(event).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(SingleValidationMessage::toString)
                .toList();
    }

    private static FhirValidator validator() {
        PrePopulatedValidationSupport profiles = new PrePopulatedValidationSupport(FHIR);
        resources().forEach(resource -> {
            if (resource instanceof StructureDefinition profile) {
                profiles.addStructureDefinition(profile);
            } else if (resource instanceof ValueSet set) {
                profiles.addValueSet(set);
            } else if (resource instanceof CodeSystem system) {
                profiles.addCodeSystem(system);
            }
        });
        ValidationSupportChain chain = new ValidationSupportChain(
                profiles,
                new DefaultProfileValidationSupport(FHIR),
                new SnapshotGeneratingValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR));
        FhirInstanceValidator module = new FhirInstanceValidator(chain);
        module.setAnyExtensionsAllowed(true);
        module.setErrorForUnknownProfiles(true);
        return FHIR.newValidator().registerValidatorModule(module);
    }

    private static List<Resource> resources() {
        try (Stream<Path> files = Files.list(Path.of(BalpValidator.class
                        .getResource("balp/IHE.BasicAudit.Read.json")
                        .toURI())
                .getParent())) {
            return files.sorted().map(BalpValidator::resource).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Resource resource(Path file) {
        try {
            return (Resource) FHIR.newJsonParser().parseResource(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
