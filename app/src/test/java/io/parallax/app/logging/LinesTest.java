package io.parallax.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.parallax.app.config.LoggingSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

class LinesTest {
    private static final String KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

    @Test
    void writesOneJsonObjectALineThatAnyParserReads() {
        LoggingEvent event = event(Level.WARN, "he said \"no\"\n\tand left \\ \u0001 ü € \ud83d\ude00 \ud800");
        event.setKeyValuePairs(List.of(new KeyValuePair("bot", "btc"), new KeyValuePair("orders", 3)));
        event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(
                new IllegalStateException("outer", new IllegalArgumentException("inner"))));
        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        var json = JsonMapper.shared().readTree(line);
        assertThat(json.get("level").asString()).isEqualTo("warn");
        assertThat(json.get("bot").asString()).isEqualTo("btc");
        assertThat(json.get("orders").asLong()).isEqualTo(3);
        assertThat(json.get("time").asString()).isEqualTo("2026-11-23T01:02:03.004Z");
        assertThat(json.get("message").asString()).startsWith("he said \"no\"\n\tand left \\ \u0001 ü € \ud83d\ude00");
        assertThat(json.get("error").asString())
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("caused by java.lang.IllegalArgumentException: inner");
    }

    @Test
    void writesPlainLinesWithLevelOnlyWhereItMatters() {
        assertThat(plain(event(Level.INFO, "hedged"), false)).matches("\\d\\d:\\d\\d:03\\.004 hedged\n");
        assertThat(plain(event(Level.WARN, "naked"), false)).matches("\\d\\d:\\d\\d:03\\.004 WARN naked\n");
        assertThat(plain(event(Level.WARN, "naked"), true))
                .startsWith("\u001b[33m")
                .endsWith("\u001b[0m\n");
        assertThat(plain(event(Level.INFO, "hedged"), true)).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "0x" + KEY, "key=" + KEY + ",", "eyJhbGciOiJFUzI1NiJ9.eyJleHAiOjE3.c2lnbmF0dXJl"})
    void hidesWhatLooksLikeAKeyOrToken(String secret) {
        for (LineEncoder encoder : List.of(new PlainLines(false), new JsonLines())) {
            String line = new String(encoder.encode(event(Level.INFO, "sent " + secret)), StandardCharsets.UTF_8);
            assertThat(line).contains("[hidden]").doesNotContain("4c0883a6").doesNotContain("c2lnbmF0");
        }
    }

    @Test
    void writesEverythingThatWasQueuedWhenItCloses() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogSetup.configure(new LoggingSettings(LoggingSettings.Level.DEBUG, LoggingSettings.Format.TEXT), out, false);
        for (int i = 0; i < 500; i++) {
            LoggerFactory.getLogger("io.parallax.test").debug("line {}", i);
        }
        LoggerFactory.getLogger("some.library").info("chatter");
        LogSetup.close();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("line 0\n", "line 499\n")
                .doesNotContain("chatter");
    }

    private static String plain(LoggingEvent event, boolean coloured) {
        return new String(new PlainLines(coloured).encode(event), StandardCharsets.UTF_8);
    }

    private static LoggingEvent event(Level level, String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName("io.parallax.engine");
        event.setLoggerContextRemoteView(new LoggerContext().getLoggerContextRemoteView());
        event.setLevel(level);
        event.setMessage(message);
        event.setThreadName("main");
        event.setInstant(Instant.parse("2026-11-23T01:02:03.004Z"));
        return event;
    }
}
