package dev.parley.transport.websocket.internal.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.protocol.Frame;
import dev.parley.protocol.FrameCodec;
import dev.parley.protocol.Result;
import dev.parley.transport.websocket.internal.tag.EntityTags;
import dev.parley.view.EntryPage;

/**
 * Pages of history as bodies of answers. The engine gives the very same page while nothing was appended, and for such a
 * page the body is made once: it is kept from the second time on that it is asked for. Thread-safe.
 */
final class PageBodies {

    /** The most bytes that are kept: 16 MiB. */
    private static final long MOST = 16L << 20;

    private static final int ENTRY = 100;
    private static final Body ONCE = new Body(new byte[0], "");

    /** A body, and the tag that says which. Its bytes are not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Body(byte[] bytes, String tag) {}

    private final FrameCodec codec;
    private final Cache<EntryPage, Body> bodies = Caffeine.newBuilder()
            .weakKeys() // compared by identity, and gone with the page
            .maximumWeight(MOST)
            .weigher((EntryPage page, Body body) -> ENTRY + body.bytes().length)
            .executor(Runnable::run)
            .build();

    PageBodies(FrameCodec codec) {
        this.codec = codec;
    }

    /** The body of an answer that nobody has to match with a request. */
    Body of(EntryPage page) {
        Body known = bodies.getIfPresent(page);
        if (known != null && known.bytes().length > 0) {
            return known;
        }
        byte[] bytes = codec.encode(new Frame.Ok(0, new Result.Page(page)));
        Body body = new Body(bytes, EntityTags.of(bytes));
        bodies.put(page, known == null ? ONCE : body);
        return body;
    }
}
