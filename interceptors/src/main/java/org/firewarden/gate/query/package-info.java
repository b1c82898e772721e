/**
 * The query firewall: what a search asks about is checked, not only what it answers. Each parameter is resolved to the element
 * paths that it reads; a query with one that the caller may not see is refused. Chains, {@code _has} and {@code _list} ask about
 * resources that the answer does not hold, so they are answered from the inside out: the inner resources are searched as the
 * caller, through the gate, and what is visible of them is put into the outer query. Knows no HAPI, no HTTP and no database:
 * what a server has is behind {@link org.firewarden.gate.query.SearchParameters} and
 * {@link org.firewarden.gate.query.InnerSearch}. {@code _typeFilter} and GraphQL arguments are queries of the same form and
 * can be given to {@link org.firewarden.gate.query.QueryFirewall} as they are.
 *
 * <p><b>Conditional writes.</b> A match is what the caller sees of the matches. To somebody who may not see one it is no match,
 * and must answer as no match does. A conditional create without a visible match becomes a plain create: hidden and absent both
 * give 201, at the price of a duplicate that only somebody who sees both can find. A conditional update, patch or delete
 * without a visible match answers 404 and writes nothing, whether there is a hidden match or none; the create that FHIR would
 * make of such an update is closed to these callers as is a create by {@code PUT} of an id. One visible match becomes a write to
 * its id, so that the storage does not match again past the gate; several visible matches give 412. A policy that lets its
 * callers record without asking for Consents (an interface engine) shows them each match by what they may write; their
 * conditional requests are the storage's own, which are safe against two at the same time, and each written resource is decided
 * on as ever.
 */
@NullMarked
package org.firewarden.gate.query;

import org.jspecify.annotations.NullMarked;
