package org.firewarden.smart.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.smart.launch.LaunchContext;

/** Reads rows of {@code firewarden.smart_approval}. */
final class ApprovalRows {

    private ApprovalRows() {}

    static Approval read(ResultSet row) throws SQLException {
        return new Approval(
                row.getObject("id", UUID.class),
                row.getString("client_id"),
                row.getString("subject"),
                Arrays.stream(row.getString("scopes").split(" ", -1))
                        .filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                PurposeOfUse.ofCode(row.getString("purpose")).orElseThrow(),
                LaunchContext.ofStored(row.getString("context")),
                row.getString("acr"),
                row.getTimestamp("authenticated").toInstant(),
                row.getString("nonce"),
                Renewal.ofCode(row.getString("renewal")),
                row.getString("key_thumbprint"),
                row.getTimestamp("created").toInstant(),
                row.getTimestamp("used").toInstant());
    }

    static String scopes(Set<String> scopes) {
        return String.join(" ", new TreeSet<>(scopes));
    }
}
