package dev.parley.core.internal.message;

import dev.parley.core.Limits;
import dev.parley.model.Content;
import dev.parley.model.MessageBody;
import dev.parley.model.internal.Utf8;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a message may be: checked before anything else is done with it. */
public final class BodyRules {

    private final Limits limits;

    public BodyRules(Limits limits) {
        this.limits = limits;
    }

    /** Checks a message. */
    public void check(MessageBody body) {
        Content content = body.content();
        String type = content.mediaType();
        if (!type.equals(Content.TEXT) && !wellNamed(type)) {
            throw new ChatException(ErrorCode.BAD_REQUEST, "mediaType: not 1..127 printable ASCII characters");
        }
        if (content.isText()) {
            checkText(content);
        } else if (content.bytes().length > limits.content()) {
            throw tooMuch("content", content.bytes().length, limits.content());
        }
        if (body.mentions().size() > limits.mentions()) {
            throw tooMuch("mentions", body.mentions().size(), limits.mentions());
        }
        int custom = 0;
        for (Map.Entry<String, String> entry : body.custom().entrySet()) {
            custom += bytes(entry.getKey()) + bytes(entry.getValue());
        }
        if (custom > limits.custom()) {
            throw tooMuch("custom", custom, limits.custom());
        }
    }

    private static boolean wellNamed(String type) {
        return !type.isEmpty() && type.length() <= 127 && type.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Checks a title. */
    public void checkTitle(String title) {
        checkWellFormed("title", title);
        if (title.isBlank() || title.chars().anyMatch(Character::isISOControl)) {
            throw new ChatException(ErrorCode.INVALID_TEXT, "title: empty, or a control character");
        }
        int points = title.codePointCount(0, title.length());
        if (points > limits.title()) {
            throw tooMuch("title", points, limits.title());
        }
    }

    /** Checks a reaction. */
    public void checkEmoji(String emoji) {
        checkWellFormed("emoji", emoji);
        if (emoji.isBlank() || emoji.chars().anyMatch(Character::isISOControl)) {
            throw new ChatException(ErrorCode.INVALID_TEXT, "emoji: empty, or a control character");
        }
        if (bytes(emoji) > limits.emoji()) {
            throw tooMuch("emoji", bytes(emoji), limits.emoji());
        }
    }

    /** Checks that a user may have another reaction on a message. */
    void checkReactions(long present) {
        if (present >= limits.reactions()) {
            throw tooMuch("reactions", present + 1, limits.reactions());
        }
    }

    /** Looks at the bytes: text that nobody reads here need not become a string. */
    private void checkText(Content content) {
        byte[] utf8 = content.bytes();
        if (!Utf8.isValid(utf8)) {
            throw new ChatException(ErrorCode.INVALID_TEXT, "text: not UTF-8");
        }
        boolean visible = utf8.length > 0 && utf8[0] > ' '; // as nearly all texts in ASCII start
        if (!visible && content.text().isBlank()) {
            throw new ChatException(ErrorCode.INVALID_TEXT, "text: empty");
        }
        int points = Utf8.points(utf8);
        if (points > limits.text()) {
            throw tooMuch("text", points, limits.text());
        }
    }

    private static void checkWellFormed(String what, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ChatException(ErrorCode.INVALID_TEXT, what + ": a lone surrogate");
        }
    }

    private static int bytes(String text) {
        checkWellFormed("custom", text);
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static ChatException tooMuch(String what, long actual, long most) {
        return new ChatException(ErrorCode.LIMIT_EXCEEDED, what + ": " + actual + " (expected: at most " + most + ")");
    }
}
