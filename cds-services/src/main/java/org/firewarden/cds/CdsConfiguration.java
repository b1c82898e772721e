package org.firewarden.cds;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * Assembles the CDS Hooks endpoint. Needs these beans: {@link org.firewarden.cds.settings.CdsSettings},
 * {@link org.firewarden.record.PatientRecordReader}, {@link org.firewarden.model.risk.RiskModels},
 * {@link javax.sql.DataSource} and {@link java.time.Clock}; and Spring MVC with Jackson around it. The tables come from
 * {@code classpath:org/firewarden/db}, files {@code V3.*}.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class CdsConfiguration {}
