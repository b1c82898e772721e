package org.firewarden.smart.signin;

import java.util.List;
import org.firewarden.smart.people.Passwords;
import org.firewarden.smart.people.People;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Judges name and password. Whether the name exists, whether the password is right and whether the try has to wait, the same work is
 * done: Argon2id once, the same statements, the same answer.
 */
final class PasswordSignIn implements AuthenticationProvider {

    private final SignInTries tries;
    private final DaoAuthenticationProvider passwords;

    PasswordSignIn(People people, SignInTries tries) {
        this.tries = tries;
        // For a name that does not exist the library verifies a password of its own making.
        this.passwords = new DaoAuthenticationProvider(name -> people.find(name)
                .map(person -> User.withUsername(person.name())
                        .password(person.passwordHash())
                        .authorities(List.of())
                        .build())
                .orElseThrow(() -> new UsernameNotFoundException("no such person")));
        this.passwords.setPasswordEncoder(Passwords.encoder());
    }

    @Override
    public Authentication authenticate(Authentication typed) {
        boolean mayTry = tries.begin(SignInTries.Kind.PASSWORD, typed.getName());
        Authentication good = passwords.authenticate(typed);
        if (!mayTry) {
            throw new BadCredentialsException("too many tries");
        }
        tries.succeeded(SignInTries.Kind.PASSWORD, typed.getName());
        return good;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
