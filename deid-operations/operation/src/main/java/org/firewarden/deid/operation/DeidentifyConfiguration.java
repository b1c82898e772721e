package org.firewarden.deid.operation;

import ca.uhn.fhir.context.FhirContext;
import java.security.SecureRandom;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.BundleDeidentifier;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.record.PatientRecordReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires {@code $deidentify}. The server provides the settings, the key ring, the reader, a random source and a FHIR context,
 * and registers the provider.
 */
@Configuration(proxyBeanMethods = false)
public class DeidentifyConfiguration {

    /** The vault of the default project; closed with the server. */
    @Bean(destroyMethod = "close")
    TokenVault deidentifyVault(DeidentifySettings settings, KeyRing keys, SecureRandom random) {
        return TokenVault.open(settings.defaultVault(), keys, random);
    }

    /** The provider to register with HAPI's RestfulServer. */
    @Bean
    DeidentifyProvider deidentifyProvider(FhirContext fhir, TokenVault deidentifyVault, PatientRecordReader reader) {
        return provider(fhir, deidentifyVault, reader);
    }

    /** Makes the provider without Spring; the vault stays the caller's to close. */
    public static DeidentifyProvider provider(FhirContext fhir, TokenVault vault, PatientRecordReader reader) {
        R4Structure structure = R4Structure.load();
        Policy policy = Policy.shipped("safe-harbor", structure).orElseThrow();
        return new DeidentifyProvider(
                fhir,
                new DeidentifyService(new BundleDeidentifier(structure, policy, vault), new RecordBundle(reader)));
    }
}
