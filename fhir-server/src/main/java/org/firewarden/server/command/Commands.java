package org.firewarden.server.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands by name. Exit code 0 if all went as asked, 1 if the run failed or does not come out, 2 on bad arguments. */
public final class Commands {

    private static final Map<String, Supplier<Object>> COMMANDS =
            Map.of("train-uci", TrainUciCommand::new, "reproduce", ReproduceCommand::new);

    private Commands() {}

    /** Whether the arguments ask for a command instead of a server. */
    public static boolean isAsked(String[] arguments) {
        return arguments.length > 0 && COMMANDS.containsKey(arguments[0]);
    }

    /** Runs the command that the first argument names; answers the exit code. */
    public static int run(String[] arguments, PrintWriter standardOut, PrintWriter standardError) {
        Supplier<Object> command = COMMANDS.get(arguments[0]);
        if (command == null) {
            throw new IllegalArgumentException("there is no such command");
        }
        CommandLine line = new CommandLine(CommandSpec.create().name("firewarden"));
        line.addSubcommand(arguments[0], command.get());
        return line.setOut(standardOut)
                .setErr(standardError)
                .setExecutionExceptionHandler((failure, failed, parsed) -> {
                    // Foreseen failures are told by the command. The message of another one may quote the data.
                    failed.getErr()
                            .println("firewarden: failed with "
                                    + failure.getClass().getSimpleName());
                    return 1;
                })
                .execute(arguments);
    }
}
