package org.firewarden.it;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.firewarden.server.FirewardenApplication;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One server for all tests of this module, with the demo's people and patients, on a free port. */
final class RunningServer {

    private static final int PORT = freePort();
    private static final Path DATA = freshData();
    private static final SiemReceiver SIEM = new SiemReceiver(DATA);
    private static final ConfigurableApplicationContext CONTEXT = start();
    private static final ListAppender<ILoggingEvent> LOG = captureLog();

    private RunningServer() {}

    /** The address of the server, without a trailing slash. */
    static String base() {
        return "http://127.0.0.1:" + PORT;
    }

    /** What was logged since the start. */
    static ListAppender<ILoggingEvent> log() {
        return LOG;
    }

    /** Takes log lines again after another server was started in this process, which lets go of who listened. */
    static void listenToLog() {
        LOG.start();
        rootLogger().addAppender(LOG);
    }

    /** The data directory. */
    static Path data() {
        return DATA;
    }

    /** The syslog server to which the ledger's events go. */
    static SiemReceiver siem() {
        return SIEM;
    }

    /** For looking at what no address shows: the columns of the database. */
    static <T> T bean(Class<T> type) {
        return CONTEXT.getBean(type);
    }

    /** All of a type. */
    static <T> Collection<T> beans(Class<T> type) {
        return CONTEXT.getBeansOfType(type).values();
    }

    private static ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication(FirewardenApplication.class);
        return application.run(
                "--spring.profiles.active=demo",
                "--server.port=" + PORT,
                "--firewarden.data-directory=" + DATA,
                // The attacks of these tests are refused again and again, at whatever time of day.
                "--firewarden.alerts.refusals.count=1000000",
                "--firewarden.alerts.night-reads.count=1000000",
                "--firewarden.alerts.vip-record.count=3",
                "--firewarden.siem.json-lines[0].directory=" + DATA.resolve("siem-lines"),
                "--firewarden.siem.json-lines[0].file-size=100KB",
                "--firewarden.siem.syslog[0].address=syslog-tls://localhost:" + SIEM.port(),
                "--firewarden.siem.syslog[0].trust-store=" + SIEM.certificate(),
                // The second address leads to the same machine, whose certificate is not for it.
                "--firewarden.outbound.internal-origins=syslog-tls://localhost:" + SIEM.port()
                        + ",syslog-tls://127.0.0.1:" + SIEM.port(),
                // Tests look at jobs again at once.
                "--firewarden.jobs.polls=1000000",
                // What a card says does not depend on how busy this machine is.
                "--firewarden.cds.time-budget=10s",
                "--firewarden.cds.service-directory="
                        + Path.of("src/test/resources/cds-services").toAbsolutePath());
    }

    private static ListAppender<ILoggingEvent> captureLog() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        rootLogger().addAppender(appender);
        return appender;
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Path freshData() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "it-data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
