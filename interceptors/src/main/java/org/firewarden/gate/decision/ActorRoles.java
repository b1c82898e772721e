package org.firewarden.gate.decision;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.Role;

/**
 * What the role of an actor in a Consent ({@code http://hl7.org/fhir/ValueSet/security-role-type}) says of a caller. Whoever
 * asks is a recipient of information. Some roles are roles of callers here; of the others nobody can tell who has them.
 */
public final class ActorRoles {

    /** Code systems whose codes are understood. */
    public static final Set<String> SYSTEMS = Set.of(
            "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
            "http://terminology.hl7.org/CodeSystem/v3-ParticipationFunction",
            "http://terminology.hl7.org/CodeSystem/v3-RoleClass",
            "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
            "http://terminology.hl7.org/CodeSystem/extra-security-role-type");

    private static final String ANYBODY = "PART IND IRCP PRCP NOT REFT TRC humanuser";

    private static final Map<String, Set<Role>> TABLE = read(Map.of(
            "PROV ATND ADM DIS CON REF PRF PPRF SPRF PCP ATTPHYS ADMPHYS DISPHYS RNDPHYS PRISURG ANEST ANRS SNRS MDWF",
            EnumSet.of(Role.CLINICIAN, Role.CDS_CLIENT),
            "PAT SELF SBJ datasubject",
            EnumSet.of(Role.PATIENT),
            "PAYOR UNDWRT _PayorParticipationFunction CLMADJ ENROLL FFSMGT MCMGT PROVMGT UMGT",
            EnumSet.of(Role.BILLING),
            "CRINV CRSPNSR",
            EnumSet.of(Role.RESEARCHER),
            "DEV",
            EnumSet.of(Role.APP, Role.INTERFACE_ENGINE, Role.CDS_CLIENT)));

    private ActorRoles() {}

    private static Map<String, Set<Role>> read(Map<String, Set<Role>> rows) {
        Map<String, Set<Role>> byCode = new HashMap<>();
        rows.forEach((codes, roles) -> {
            for (String code : codes.split(" ", -1)) {
                byCode.put(code, roles);
            }
        });
        for (String code : ANYBODY.split(" ", -1)) {
            byCode.put(code, EnumSet.allOf(Role.class));
        }
        return Map.copyOf(byCode);
    }

    static ConsentMatch match(CodedValue role, Caller caller) {
        Set<Role> callers = TABLE.get(role.code());
        if (callers == null) {
            return ConsentMatch.UNCERTAIN;
        }
        return ConsentMatch.of(callers.stream().anyMatch(caller::is));
    }
}
