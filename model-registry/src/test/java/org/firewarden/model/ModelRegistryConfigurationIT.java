package org.firewarden.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.firewarden.crypto.KeyRing;
import org.firewarden.model.card.ModelCardController;
import org.firewarden.model.feature.Charts;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RegistrationException;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskModel;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.model.runtime.InferenceException;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;

class ModelRegistryConfigurationIT {

    private final JdbcTemplate jdbc = RegistryDatabase.emptied();

    @Test
    void theRegistryStartsServesAndStops() {
        RiskModel model;
        try (AnnotationConfigApplicationContext context = start()) {
            model = context.getBean(RiskModels.class)
                    .inProduction("prevent-base-10y")
                    .orElseThrow();

            assertThat(model.assess(Charts.published().chart(), Charts.TODAY)).isInstanceOf(RiskAnswer.Assessed.class);
            assertThat(context.getBean(ModelStore.class).versions("prevent-base-10y"))
                    .extracting(ModelVersion::version)
                    .containsExactly("1.0.0");
        }
        assertThatThrownBy(() -> model.assess(Charts.published().chart(), Charts.TODAY))
                .as("its session was closed with the context")
                .isInstanceOf(InferenceException.class);
    }

    @Test
    void aServerWhoseModelIsNotTheRegisteredOneDoesNotStart() {
        start().close();
        jdbc.update("ALTER TABLE firewarden.model_version DISABLE TRIGGER model_version_is_fixed");
        jdbc.update("UPDATE firewarden.model_version SET manifest = manifest || ' '::bytea WHERE model_id = 'news2'");
        jdbc.update("ALTER TABLE firewarden.model_version ENABLE TRIGGER model_version_is_fixed");

        assertThatThrownBy(this::start).isInstanceOf(RegistrationException.class);
    }

    @Test
    void theCardHasAnAddress() throws Exception {
        try (AnnotationConfigApplicationContext context = start()) {
            MockMvc mvc = MockMvcBuilders.standaloneSetup(context.getBean(ModelCardController.class))
                    .build();

            mvc.perform(get("/models/prevent-base-10y/1.0.0"))
                    .andExpect(status().isOk())
                    .andExpect(content().contentType("text/html;charset=UTF-8"))
                    .andExpect(header().string("Content-Security-Policy", Matchers.startsWith("default-src 'none'")))
                    .andExpect(header().string("Content-Disposition", "inline"))
                    .andExpect(content().string(Matchers.containsString("10.1161/CIRCULATIONAHA.123.067626")));
            mvc.perform(get("/models/prevent-base-10y/9.9.9")).andExpect(status().isNotFound());
            mvc.perform(get("/models/no-such-model/1.0.0")).andExpect(status().isNotFound());
        }
    }

    private AnnotationConfigApplicationContext start() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(JdbcTemplate.class, () -> jdbc);
        context.registerBean(KeyRing.class, RegistryDatabase::keys);
        context.registerBean(
                PlatformTransactionManager.class, () -> new DataSourceTransactionManager(RegistryDatabase.source()));
        context.register(ModelRegistryConfiguration.class);
        context.refresh();
        return context;
    }
}
