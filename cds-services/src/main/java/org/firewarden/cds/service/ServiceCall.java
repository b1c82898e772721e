package org.firewarden.cds.service;

import org.firewarden.cds.client.EhrToken;
import org.firewarden.cds.hook.HookRequest;

/**
 * One call of a service by an EHR for a patient in context.
 *
 * @param service which service
 * @param ehr which EHR
 * @param request what it asks
 */
record ServiceCall(ServiceDeclaration service, EhrToken ehr, HookRequest request) {}
