package org.firewarden.ledger.verify;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code firewarden-audit}: the command line of the offline verifier. */
@Command(
        name = "firewarden-audit",
        description = "Verifies the audit ledger of Firewarden without its server.",
        mixinStandardHelpOptions = true,
        versionProvider = AuditCommand.Version.class,
        subcommands = VerifyCommand.class)
public final class AuditCommand implements Runnable {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /** Runs it and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new AuditCommand()).setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("firewarden-audit: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: verify");
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = AuditCommand.class.getPackage().getImplementationVersion();
            return new String[] {"firewarden-audit " + (version == null ? "development" : version)};
        }
    }
}
