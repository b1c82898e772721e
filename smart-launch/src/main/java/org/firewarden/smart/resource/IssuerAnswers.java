package org.firewarden.smart.resource;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.firewarden.crypto.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * What an issuer said about tokens, by their digest, each believed for a bounded time from when it was asked. Callers who show the same
 * token at the same moment wait for one answer. Without an answer that is young enough no token is good: an issuer that could not be asked is
 * left alone for a second, so that its return is noticed and nobody queues before a closed door. Safe for many threads.
 */
final class IssuerAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerAnswers.class);
    private static final int CAPACITY = 50_000;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(1);

    private final Question question;
    private final Duration believed;
    private final IntrospectionCounts counts;
    private final Clock clock;
    private final AsyncCache<ByteBuffer, Answer> known;
    private volatile Instant leftAloneUntil = Instant.MIN;

    IssuerAnswers(Question question, Duration believed, IntrospectionCounts counts, Clock clock) {
        this.question = question;
        this.believed = believed;
        this.counts = counts;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(CAPACITY)
                .expireAfterWrite(believed)
                .buildAsync();
    }

    /** Asks the issuer. */
    @FunctionalInterface
    interface Question {
        /**
         * True if the token is good.
         *
         * @throws IOException if there is no answer
         */
        boolean isActive(String token) throws IOException;
    }

    private record Answer(boolean isActive, Instant asked) {}

    /**
     * True if the issuer said so a moment ago, or says so now.
     *
     * @throws JwtException if nobody can tell: the token may well be good
     */
    boolean isActive(String token) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        CompletableFuture<Answer> seen = known.getIfPresent(digest);
        if (seen != null && isOld(seen)) {
            known.asMap().remove(digest, seen);
        }
        CompletableFuture<Answer> own = new CompletableFuture<>();
        CompletableFuture<Answer> current = known.get(digest, (key, executor) -> own);
        if (current == own) {
            ask(token, own);
        }
        try {
            return current.join().isActive;
        } catch (CompletionException e) {
            throw new JwtException("the issuer cannot be asked about a token", e);
        }
    }

    private boolean isOld(CompletableFuture<Answer> answer) {
        return answer.isDone()
                && !answer.isCompletedExceptionally()
                && !answer.join().asked.plus(believed).isAfter(clock.instant());
    }

    private void ask(String token, CompletableFuture<Answer> answer) {
        Instant now = clock.instant();
        try {
            if (now.isBefore(leftAloneUntil)) {
                throw new IOException("an issuer could not be asked a moment ago");
            }
            boolean isActive = question.isActive(token);
            counts.answered(isActive);
            answer.complete(new Answer(isActive, now));
        } catch (IOException | RuntimeException e) {
            if (!now.isBefore(leftAloneUntil)) {
                leftAloneUntil = clock.instant().plus(LEFT_ALONE);
                LOG.warn(
                        "An issuer cannot be asked about tokens: {}",
                        e.getClass().getSimpleName());
            }
            counts.unanswered();
            answer.completeExceptionally(e);
        } finally {
            // Nobody waits for ever, whatever was thrown.
            answer.completeExceptionally(new IllegalStateException("an issuer was not asked"));
        }
    }
}
