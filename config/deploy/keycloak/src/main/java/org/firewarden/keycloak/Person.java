package org.firewarden.keycloak;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * What a token says of its person, or of the service account of a client.
 *
 * @param roles the names of all realm roles; the FHIR server knows its own among them
 * @param fhirUser a relative FHIR reference, from the user attribute {@code fhirUser}
 * @param patient the logical id of the own record, from the user attribute {@code patient}
 * @param purposes codes of v3-PurposeOfUse, the usual one first, from the user attribute {@code purposeOfUse}
 */
record Person(
        Set<String> roles,
        @Nullable String fhirUser,
        @Nullable String patient,
        List<String> purposes) {

    static Person of(UserModel user) {
        Set<String> roles = RoleUtils.getDeepUserRoleMappings(user).stream()
                .filter(role -> !role.isClientRole())
                .map(RoleModel::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Person(
                roles,
                user.getFirstAttribute("fhirUser"),
                user.getFirstAttribute("patient"),
                user.getAttributeStream("purposeOfUse").toList());
    }

    /** The asked purpose if it is one of the person's, else the usual one; null if the person has none, and then no access. */
    @Nullable
    String purpose(@Nullable String asked) {
        if (asked != null && purposes.contains(asked)) {
            return asked;
        }
        return purposes.isEmpty() ? null : purposes.get(0);
    }
}
