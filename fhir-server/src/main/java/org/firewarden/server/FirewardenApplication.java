package org.firewarden.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.firewarden.server.accounts.AccountsCommand;
import org.firewarden.server.command.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * Starts Firewarden. Only configurations below this package are scanned; what other modules bring is imported by name, so that
 * nothing is switched on by lying on the classpath.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            DataSourceAutoConfiguration.class,
            ElasticsearchRestClientAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class,
            QuartzAutoConfiguration.class,
            ThymeleafAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        })
@ComponentScan(useDefaultFilters = false, includeFilters = @ComponentScan.Filter(Configuration.class))
@EnableTransactionManagement
public class FirewardenApplication {

    /** Runs the server until it is told to stop, or the command that the first argument names. */
    public static void main(String[] arguments) {
        if (Commands.isAsked(arguments)) {
            System.exit(Commands.run(
                    arguments,
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
        }
        if (CommandLine.asksForHelp(arguments)) {
            System.out.print(CommandLine.help());
            return;
        }
        if (CommandLine.isForAccounts(arguments)) {
            System.exit(AccountsCommand.run(
                    List.of(arguments).subList(1, arguments.length),
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
        }
        SpringApplication.run(FirewardenApplication.class, arguments);
    }
}
