package org.firewarden.server.jobs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.job.JobAuthorities;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A process of its own that takes a job, keeps a checkpoint, and works until it is killed. */
final class KilledWorker {

    private KilledWorker() {}

    /** Arguments: the address of the database, the folder of the keys. */
    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        JobTable table = new JobTable(new JdbcTemplate(database));
        KeyRing keys =
                KeyRing.open(KeyRingSettings.createdIn(Path.of(arguments[1])), new SecureRandom(), Clock.systemUTC());
        ClaimedJob job = table.claim(Set.of("killed"), Duration.ofSeconds(1)).orElseThrow();
        JobAttempt attempt = JobAttempt.at(
                        job,
                        table,
                        new JobSeals(keys),
                        new JobAuthorities(keys, Clock.systemUTC()),
                        caller -> true,
                        Duration.ofSeconds(1))
                .orElseThrow();
        attempt.save("7".getBytes(StandardCharsets.UTF_8));
        attempt.progress(0.5, Map.of());
        new CountDownLatch(1).await();
    }
}
