package dev.parley.benchmarks.load.peer;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.broker.SimpleBrokerMessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Answers what asks for a receipt, once the broker has handed it on to all subscribers: STOMP 1.2 wants that of a server, and
 * Spring's simple broker leaves it to the application. Thread-safe.
 */
final class StompReceipts implements ExecutorChannelInterceptor {

    private static final byte[] NOTHING = {};

    @Override
    public void afterMessageHandled(
            Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
        if (failure != null || !(handler instanceof SimpleBrokerMessageHandler broker)) {
            return;
        }
        StompHeaderAccessor asked = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        if (asked == null || asked.getReceipt() == null) {
            return;
        }
        StompHeaderAccessor answer = StompHeaderAccessor.create(StompCommand.RECEIPT);
        answer.setSessionId(asked.getSessionId());
        answer.setReceiptId(asked.getReceipt());
        answer.setLeaveMutable(true);
        broker.getClientOutboundChannel().send(MessageBuilder.createMessage(NOTHING, answer.getMessageHeaders()));
    }
}
