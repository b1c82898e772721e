package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditKind;
import org.firewarden.control.Control;
import org.junit.jupiter.api.Test;

/** Each kind of event has code that emits it: a promise of the trail that nobody keeps is found here. */
class AuditKindTest {

    /** They read the trail, or say how an event looks; that they know a kind does not mean that there are such events. */
    private static final Set<String> READERS = Set.of(
            "org.firewarden.audit.AuditKind",
            "org.firewarden.ledger.fhir.EventCoding",
            "org.firewarden.ledger.fhir.BalpProfile",
            "org.firewarden.ledger.fhir.AuditViewer",
            "org.firewarden.ledger.accounting.AccountingService",
            "org.firewarden.ledger.accounting.DisclosureRules",
            "org.firewarden.ledger.alert.AlertHits",
            "org.firewarden.ledger.siem.SiemSeverity");

    @Test
    @Control("164.312(b)")
    void eachKindIsEmitted() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.firewarden");
        JavaClass kinds = classes.get(AuditKind.class);
        Set<AuditKind> emitted = kinds.getFieldAccessesToSelf().stream()
                .filter(access -> !READERS.contains(topLevel(access.getOriginOwner())))
                .map(access -> access.getTarget().getName())
                .filter(name -> EnumSet.allOf(AuditKind.class).stream()
                        .anyMatch(kind -> kind.name().equals(name)))
                .map(AuditKind::valueOf)
                .collect(Collectors.toSet());

        Set<AuditKind> never = EnumSet.allOf(AuditKind.class);
        never.removeAll(emitted);
        assertThat(never).isEmpty();
    }

    private static String topLevel(JavaClass origin) {
        String name = origin.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
