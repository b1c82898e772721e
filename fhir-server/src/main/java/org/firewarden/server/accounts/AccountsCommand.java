package org.firewarden.server.accounts;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firewarden.crypto.PrivateFile;
import org.firewarden.smart.admin.Accounts;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code java -jar firewarden.jar accounts ...}: clients and people of the embedded authorization server from a shell, the first
 * administrator among them. It works on the database of the settings and needs the server's keys; with the embedded database the server
 * must be stopped. Secrets come from files and go into files that only their owner can read; none is an argument and none is printed.
 * Exit 0 if it is done, 1 if it failed, 2 on bad input.
 */
@Command(
        name = "accounts",
        description =
                "Clients and people of the embedded authorization server. Settings as for the server: --firewarden.NAME=VALUE.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class AccountsCommand {

    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private final List<String> settings;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by the parser before a command runs.
    private CommandSpec spec;

    private AccountsCommand(List<String> settings) {
        this.settings = settings;
    }

    /**
     * Runs one command.
     *
     * @param arguments without the leading {@code accounts}
     * @return the exit status
     */
    public static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        List<String> settings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            (argument.startsWith("--firewarden.") || argument.startsWith("--spring.") ? settings : words).add(argument);
        }
        return new CommandLine(new AccountsCommand(settings))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line))
                .execute(words.toArray(new String[0]));
    }

    /** The messages of refusals repeat no value; of what else goes wrong only the innermost message that is ours is told. */
    private static int report(Exception failure, CommandLine line) {
        boolean isBadInput = failure instanceof IllegalArgumentException;
        Throwable cause = failure;
        while (!isBadInput && cause.getCause() != null) {
            cause = cause.getCause();
        }
        line.getErr().println("firewarden accounts: " + cause.getMessage());
        return isBadInput ? BAD_INPUT : FAILED;
    }

    @Command(name = "clients", description = "Lists clients: id, state, name.")
    int clients() throws Exception {
        return with(accounts -> print(accounts.clients()));
    }

    @Command(name = "people", description = "Lists people: name, state, second factor, rights.")
    int people() throws Exception {
        return with(accounts -> print(accounts.people()));
    }

    @Command(name = "write-client", description = "Registers a client, or writes over one.")
    int writeClient(
            @Parameters(paramLabel = "FILE", description = "The registration, as JSON.") Path registration,
            @Option(
                            names = "--secret-file",
                            paramLabel = "FILE",
                            description = "Where the secret goes if one is made; must not exist.")
                    @Nullable
                    Path secretFile)
            throws Exception {
        String json = Files.readString(registration);
        requireNew(secretFile);
        return with(accounts -> hand(accounts.writeClient(json), secretFile));
    }

    @Command(name = "rotate-secret", description = "Makes a new secret for a client; the old one ends at once.")
    int rotateSecret(
            @Parameters(paramLabel = "CLIENT") String client,
            @Option(names = "--secret-file", paramLabel = "FILE", required = true, description = "Must not exist.")
                    Path secretFile)
            throws Exception {
        requireNew(secretFile);
        return with(accounts -> hand(Optional.of(accounts.rotateSecret(client)), secretFile));
    }

    @Command(name = "suspend-client", description = "Suspends a client; its tokens end within seconds.")
    int suspendClient(@Parameters(paramLabel = "CLIENT") String client) throws Exception {
        return with(accounts -> accounts.setClientActive(client, false));
    }

    @Command(name = "activate-client", description = "Lets a client in again.")
    int activateClient(@Parameters(paramLabel = "CLIENT") String client) throws Exception {
        return with(accounts -> accounts.setClientActive(client, true));
    }

    @Command(name = "write-person", description = "Adds somebody, or writes over somebody's rights.")
    int writePerson(
            @Parameters(paramLabel = "FILE", description = "The rights, as JSON.") Path rights,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "Its first line is the password; without it the one that is there stays.")
                    @Nullable
                    Path passwordFile)
            throws Exception {
        String json = Files.readString(rights);
        Optional<String> password = passwordFile == null ? Optional.empty() : Optional.of(firstLine(passwordFile));
        return with(accounts -> accounts.writePerson(json, password));
    }

    @Command(name = "set-password", description = "Gives somebody a new password and signs that somebody off.")
    int setPassword(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--password-file", paramLabel = "FILE", required = true) Path passwordFile)
            throws Exception {
        String password = firstLine(passwordFile);
        return with(accounts -> accounts.setPassword(name, password));
    }

    @Command(name = "suspend-person", description = "Suspends somebody.")
    int suspendPerson(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(accounts -> accounts.setPersonActive(name, false));
    }

    @Command(name = "activate-person", description = "Lets somebody in again.")
    int activatePerson(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(accounts -> accounts.setPersonActive(name, true));
    }

    @Command(name = "reset-second-factor", description = "Takes a lost second factor away.")
    int resetSecondFactor(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(accounts -> accounts.resetSecondFactor(name));
    }

    /** What is done with the accounts. */
    private interface Act {
        void on(Accounts accounts) throws IOException;
    }

    private int with(Act act) throws IOException {
        SpringApplicationBuilder application = new SpringApplicationBuilder(AccountsContext.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .lazyInitialization(true);
        try (ConfigurableApplicationContext context = application.run(settings.toArray(new String[0]))) {
            act.on(context.getBean(Accounts.class));
        }
        return 0;
    }

    private void print(List<String> lines) {
        lines.forEach(spec.commandLine().getOut()::println);
    }

    private static void requireNew(@Nullable Path file) {
        if (file != null && Files.exists(file)) {
            throw new IllegalArgumentException("the secret file exists; name one that does not");
        }
    }

    private void hand(Optional<String> secret, @Nullable Path file) throws IOException {
        if (secret.isEmpty()) {
            return;
        }
        if (file == null) {
            spec.commandLine()
                    .getErr()
                    .println("firewarden accounts: a secret was made and not kept; rotate-secret makes another one");
            return;
        }
        PrivateFile.create(file, (secret.get() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readString(file).lines().findFirst().orElse("").strip();
    }
}
