package dev.parley.core.internal.session;

import dev.parley.core.host.FailureListener;
import dev.parley.core.internal.exec.Stages;
import dev.parley.protocol.ChatException;
import dev.parley.protocol.ErrorCode;

/** Turns whatever went wrong into what a client may hear. */
final class Failures {

    private Failures() {}

    /** The exception to answer with; a fault of the server is told to the host, and its cause not to the client. */
    static ChatException of(Throwable failure, FailureListener listener) {
        ChatException shown = Stages.chatException(failure);
        if (shown.code() == ErrorCode.INTERNAL) {
            Throwable cause = shown.getCause();
            listener.onFailure("request", cause == null ? shown : cause);
            return new ChatException(ErrorCode.INTERNAL, "a fault of the server");
        }
        return shown;
    }
}
