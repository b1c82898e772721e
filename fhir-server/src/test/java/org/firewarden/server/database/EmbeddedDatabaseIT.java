package org.firewarden.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();

    private static Connection connect(EmbeddedDatabase database, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.role());
        properties.setProperty("password", password);
        return DriverManager.getConnection(database.jdbcUrl(), properties);
    }

    private static String setting(EmbeddedDatabase database, String name) throws SQLException {
        try (Connection connection = connect(database, database.password().reveal());
                ResultSet row = connection.createStatement().executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void itFlushesWhatItAcknowledgesAndListensOnLoopbackOnly() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, random)) {
            assertThat(setting(database, "fsync")).isEqualTo("on");
            assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(database, "full_page_writes")).isEqualTo("on");
            assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void itAsksForAPassword() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, random)) {
            assertThatThrownBy(() -> connect(database, "wrong")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void whatWasCommittedIsThereAfterARestart() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, random);
                Connection connection = connect(database, database.password().reveal())) {
            connection.createStatement().execute("CREATE TABLE kept (x int)");
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, random);
                Connection connection = connect(database, database.password().reveal())) {
            connection.createStatement().execute("SELECT * FROM kept");
        }
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedAndDoesNotDisturbTheFirst() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, random)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, random)).isInstanceOf(IllegalStateException.class);
            assertThat(setting(database, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void aPostgresThatWasLeftBehindIsStopped() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, random)) {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                    .get(0)
                    .strip());
            assertThat(ProcessHandle.of(pid)).isPresent();

            new LeftoverPostgres(folder.resolve("data")).stop(Duration.ofSeconds(30));

            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
            assertThatThrownBy(() -> connect(database, database.password().reveal()))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aProcessThatIsNotThisPostgresIsLeftAlone() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");

        new LeftoverPostgres(data).stop(Duration.ofSeconds(1));

        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }
}
