package dev.parley.model;

import dev.parley.model.internal.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as its sender wrote it: content and the metadata that the server may read. Immutable.
 *
 * @param content what it says
 * @param mentions the users it addresses by name; on the server only members remain
 * @param replyTo the seq of the message it answers, or null
 * @param custom the host's own metadata, at most 4 KiB of UTF-8 in all
 */
public record MessageBody(
        Content content, List<UserId> mentions, @Nullable Long replyTo, Map<String, String> custom) {

    public MessageBody {
        mentions = List.copyOf(mentions);
        custom = Copies.of(custom);
    }

    /**
     * A message without metadata.
     *
     * @param content what it says
     * @return the body
     */
    public static MessageBody of(Content content) {
        return new MessageBody(content, List.of(), null, Map.of());
    }

    /**
     * A plain text message without metadata.
     *
     * @param text what it says
     * @return the body
     */
    public static MessageBody text(String text) {
        return of(Content.text(text));
    }

    /**
     * The same body with other content.
     *
     * @param other the content
     * @return the new body
     */
    public MessageBody withContent(Content other) {
        return new MessageBody(other, mentions, replyTo, custom);
    }
}
