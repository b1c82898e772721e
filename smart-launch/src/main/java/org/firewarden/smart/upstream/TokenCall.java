package org.firewarden.smart.upstream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.firewarden.outbound.OutboundCalls;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.client.endpoint.DefaultOAuth2TokenRequestParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.util.MultiValueMap;

/** Redeems a code at the provider (OpenID Connect Core 1.0, section 3.1.3), by the one way out that this server has. */
final class TokenCall implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

    private static final int LARGEST_ANSWER_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final OutboundCalls calls;
    private final DefaultOAuth2TokenRequestParametersConverter<OAuth2AuthorizationCodeGrantRequest> parameters =
            new DefaultOAuth2TokenRequestParametersConverter<>();

    TokenCall(OutboundCalls calls) {
        this.calls = calls;
    }

    @Override
    public OAuth2AccessTokenResponse getTokenResponse(OAuth2AuthorizationCodeGrantRequest request) {
        URI address =
                URI.create(request.getClientRegistration().getProviderDetails().getTokenUri());
        String form = encode(Objects.requireNonNull(parameters.convert(request)));
        try {
            byte[] answer = calls.post(
                    address,
                    MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                    form.getBytes(StandardCharsets.US_ASCII),
                    LARGEST_ANSWER_BYTES);
            Map<String, Object> read = JSON.readValue(answer, OBJECT);
            if (read == null || !(read.get("id_token") instanceof String)) {
                throw refused("no_id_token");
            }
            return new DefaultMapOAuth2AccessTokenResponseConverter().convert(read);
        } catch (IOException | IllegalArgumentException e) {
            // What the provider answered is told to nobody.
            throw refused("invalid_token_response");
        }
    }

    private static OAuth2AuthorizationException refused(String code) {
        return new OAuth2AuthorizationException(new OAuth2Error(code));
    }

    private static String encode(MultiValueMap<String, String> form) {
        return form.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> pair(field.getKey(), value)))
                .collect(Collectors.joining("&"));
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
