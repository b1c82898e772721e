package org.firewarden.smart.journey;

import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.record.LaunchChoices;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.ExpiredRows;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.apps.AppsController;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.launch.LaunchController;
import org.firewarden.smart.launch.PreparedLaunches;
import org.firewarden.smart.page.StylesheetController;
import org.firewarden.smart.people.People;
import org.firewarden.smart.signin.StepUp;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The pages of the embedded authorization server, and the address where EHRs prepare launches. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class JourneyConfiguration {

    @Bean
    Journeys journeys(JdbcTemplate jdbc, KeyRing keys, Clients clients, SecretValues secrets, Clock clock) {
        return new Journeys(jdbc, keys, new JourneyJson(clients), secrets, clock);
    }

    /** For the round that drops what has expired. */
    @Bean
    ExpiredRows expiredJourneys(Journeys journeys) {
        return journeys::sweep;
    }

    @Bean
    JourneyController journeyController(
            SmartSettings settings,
            Clients clients,
            ObjectProvider<People> people,
            PreparedLaunches launches,
            Approvals approvals,
            ObjectProvider<LaunchChoices> choices,
            Journeys journeys,
            StepUp stepUp,
            Clock clock) {
        return new JourneyController(
                new AuthorizationRequestReader(clients, settings.fhirBase()),
                journeys,
                new JourneyGuide(
                        journeys,
                        people.getIfAvailable(() -> People.NOBODY),
                        launches,
                        approvals,
                        choices.getIfAvailable(() -> LaunchChoices.NONE),
                        settings.embedded(),
                        clock),
                stepUp,
                people.getIfAvailable(() -> People.NOBODY),
                clock);
    }

    @Bean
    AppsController appsController(Approvals approvals, Clients clients, ObjectProvider<People> people) {
        return new AppsController(approvals, clients, people.getIfAvailable(() -> People.NOBODY));
    }

    @Bean
    LaunchController launchController(Clients clients, PreparedLaunches launches, SmartSettings settings) {
        return new LaunchController(clients, launches, settings.fhirBase());
    }

    @Bean
    StylesheetController stylesheetController() {
        return new StylesheetController();
    }
}
