package org.firewarden.smart.discovery;

import jakarta.servlet.http.HttpServlet;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the discovery document at its place under the FHIR base. */
@Configuration(proxyBeanMethods = false)
public class DiscoveryConfiguration {

    @Bean
    ServletRegistrationBean<HttpServlet> smartConfigurationServlet(SmartSettings settings) {
        ServletRegistrationBean<HttpServlet> registration =
                new ServletRegistrationBean<>(new SmartConfigurationServlet(settings), Endpoints.SMART_CONFIGURATION);
        registration.setName("smart-configuration");
        return registration;
    }

    @Bean
    ServletRegistrationBean<HttpServlet> brandsServlet(SmartSettings settings) {
        ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(
                new BrandsServlet(Brands.of(settings.embedded().brands()).orElse(null)), Endpoints.BRANDS);
        registration.setName("smart-brands");
        return registration;
    }
}
