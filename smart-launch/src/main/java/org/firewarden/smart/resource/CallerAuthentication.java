package org.firewarden.smart.resource;

import org.firewarden.access.Caller;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** A verified access token with the {@link Caller} it stands for. Each role is an authority {@code ROLE_<NAME>}. */
final class CallerAuthentication extends JwtAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    CallerAuthentication(Jwt token, Caller caller) {
        super(
                token,
                caller.roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                        .toList(),
                caller.subject());
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }
}
