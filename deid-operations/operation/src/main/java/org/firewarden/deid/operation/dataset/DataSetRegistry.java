package org.firewarden.deid.operation.dataset;

import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.deid.engine.certificate.Certifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The registry and its workshop on one database.
 *
 * @param dataSets what is released
 * @param drafts what is being made
 * @param certifier certifies what is released
 */
public record DataSetRegistry(JdbcDataSets dataSets, DataSetDrafts drafts, Certifier certifier) {

    /** Opens both; the first start makes the key that signs. */
    public static DataSetRegistry open(
            JdbcTemplate jdbc, TransactionOperations transaction, KeyRing ring, SecureRandom random, Clock clock) {
        DataSetSigner signer = DataSetSigner.open(jdbc, transaction, ring, random);
        return new DataSetRegistry(
                new JdbcDataSets(jdbc, transaction, ring, signer, clock),
                new DataSetDrafts(jdbc, transaction, ring, signer, random, clock),
                signer.certifier(clock));
    }
}
