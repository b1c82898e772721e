package org.firewarden.server.jobs;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.job.JobAuthorities;
import org.firewarden.job.JobKind;
import org.firewarden.job.Jobs;
import org.firewarden.job.RightsInForce;
import org.firewarden.server.settings.ServerSettings;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.people.People;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires jobs: each {@link JobKind} among the beans can be submitted and is done by the workers of this node. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

    /** The kinds that there are, by name. They ask for {@link Jobs} themselves, so they are looked up when all is there. */
    private record Kinds(ObjectProvider<JobKind> beans) {
        Map<String, JobKind> byName() {
            return beans.stream().collect(Collectors.toMap(JobKind::name, Function.identity()));
        }
    }

    @Bean
    JobSettings jobSettings(Environment environment) {
        return Binder.get(environment).bindOrCreate("firewarden.jobs", JobSettings.class);
    }

    @Bean
    JobTable jobTable(JdbcTemplate jdbc) {
        return new JobTable(jdbc);
    }

    @Bean
    RightsInForce rightsInForce(
            SmartSettings smart, ObjectProvider<People> people, ObjectProvider<RegisteredClientRepository> clients) {
        return new PeopleInForce(
                smart.external() != null, people.getIfAvailable(() -> People.NOBODY), clients.getIfAvailable());
    }

    @Bean
    JobWorkers jobWorkers(
            JobTable table,
            KeyRing keys,
            RightsInForce rights,
            ObjectProvider<JobKind> kinds,
            AuditTrail trail,
            JobSettings settings,
            Clock clock) {
        return new JobWorkers(
                table,
                new JobSeals(keys),
                new JobAuthorities(keys, clock),
                rights,
                () -> new Kinds(kinds).byName(),
                trail,
                settings,
                clock);
    }

    @Bean
    Jobs jobs(
            JobTable table,
            JpaTransactionManager transactions,
            KeyRing keys,
            ObjectProvider<JobKind> kinds,
            JobWorkers workers,
            JobSettings settings,
            Clock clock) {
        return new LeasedJobs(
                table,
                new TransactionTemplate(transactions),
                new JobSeals(keys),
                new JobAuthorities(keys, clock),
                () -> new Kinds(kinds).byName().keySet(),
                workers::wakeUp,
                settings,
                clock);
    }

    @Bean
    JobController jobController(
            Jobs jobs, List<JobKind> kinds, ServerSettings server, JobSettings settings, Clock clock) {
        return new JobController(
                jobs,
                kinds.stream().collect(Collectors.toMap(JobKind::name, Function.identity())),
                server.publicBaseUrl(),
                new PollPace(settings.polls(), clock),
                clock);
    }

    /** When the server is ready, and not before: a job reads through a gate that has proved itself. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> jobStart(JobWorkers workers) {
        return event -> workers.start();
    }
}
