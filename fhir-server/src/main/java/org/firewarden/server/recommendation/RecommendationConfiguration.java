package org.firewarden.server.recommendation;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.cds.explanation.RecommendationSight;
import org.firewarden.cds.feedback.FeedbackExport;
import org.firewarden.cds.recommendation.ProjectionQueue;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.replay.RecommendationReplay;
import org.firewarden.cds.review.RecommendationReviews;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.server.fhir.FhirOperation;
import org.firewarden.server.record.ChartResources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Recommendations in FHIR: the thread that writes them, their reviews, {@code $replay} and the export of feedback. */
@Configuration(proxyBeanMethods = false)
class RecommendationConfiguration {

    @Bean
    RecommendationRecord recommendationRecord(
            DaoRegistry daos, IInterceptorService interceptors, JpaTransactionManager transactions) {
        interceptors.registerInterceptor(new ReviewTaskGuard());
        TransactionTemplate apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new RecommendationRecord(daos, apart);
    }

    @Bean
    RecommendationAccess recommendationAccess(RecommendationStore store, RecommendationSight sight) {
        return new RecommendationAccess(store, sight);
    }

    @Bean
    RecommendationProjector recommendationProjector(
            ProjectionQueue queue,
            RecommendationStore store,
            RecommendationRecord record,
            CdsSettings settings,
            ChartResources chart,
            JpaTransactionManager transactions,
            AuditTrail trail,
            Clock clock) {
        return new RecommendationProjector(
                queue, store, record, settings, chart, new TransactionTemplate(transactions), trail, clock);
    }

    @Bean
    FhirOperation replayOperation(RecommendationReplay replay, RecommendationAccess access) {
        return new FhirOperation(new ReplayProvider(replay, access));
    }

    @Bean
    FhirOperation reviewOperation(
            RecommendationReviews reviews,
            RecommendationRecord record,
            RecommendationAccess access,
            JpaTransactionManager transactions,
            Clock clock) {
        return new FhirOperation(
                new ReviewProvider(reviews, record, access, new TransactionTemplate(transactions), clock));
    }

    @Bean
    FhirOperation feedbackExportOperation(FeedbackExport export, JpaTransactionManager transactions) {
        return new FhirOperation(new FeedbackExportProvider(export, new TransactionTemplate(transactions)));
    }
}
