package dev.parley.transport.websocket.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The threads that wait for sockets, named {@code parley-io}: epoll where the system has it. Immutable.
 *
 * @param group the threads
 * @param channel the kind of server socket that they wait for
 * @param socket the kind of socket that they connect
 */
public record EventLoops(
        EventLoopGroup group, Class<? extends ServerChannel> channel, Class<? extends Channel> socket) {

    /**
     * Starts one thread less than there are processors, but one at least: the engine wants a processor, too.
     *
     * @return the threads
     */
    public static EventLoops start() {
        return start("parley-io");
    }

    /**
     * The same under another name.
     *
     * @param name how the threads' names begin
     * @return the threads
     */
    public static EventLoops start(String name) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers),
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class,
                epoll ? EpollSocketChannel.class : NioSocketChannel.class);
    }
}
