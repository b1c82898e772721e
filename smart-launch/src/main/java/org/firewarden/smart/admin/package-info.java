/**
 * How clients and people come into the database: an administrator's page, and apps that register themselves with a software statement
 * if that is switched on. Knows registrations and people; decides about no token.
 */
@NullMarked
package org.firewarden.smart.admin;

import org.jspecify.annotations.NullMarked;
