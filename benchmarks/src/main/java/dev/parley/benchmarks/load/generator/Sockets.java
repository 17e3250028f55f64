package dev.parley.benchmarks.load.generator;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.IntUnaryOperator;

/**
 * The generator's threads and sockets: epoll where the system has it. Immutable.
 *
 * @param group the threads
 * @param channel the kind of socket
 * @param ports where a user's server listens on 127.0.0.1
 * @param first the last byte of the first address to connect from
 */
record Sockets(MultiThreadIoEventLoopGroup group, Class<? extends Channel> channel, IntUnaryOperator ports, int first) {

    /** How many connections come from one address, before ports run short. */
    private static final int PER_ADDRESS = 15_000;

    /** How many addresses each of several generators has. */
    private static final int ADDRESSES = 8;

    private static final int IN = 4_096;
    private static final int CONNECT_MS = 30_000;

    static Sockets start(int threads, IntUnaryOperator ports, int number) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new Sockets(
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("load", true), handlers),
                epoll ? EpollSocketChannel.class : NioSocketChannel.class,
                ports,
                1 + ADDRESSES * number);
    }

    ChannelFuture open(EventLoop loop, ChannelHandler handler, int user) {
        Bootstrap bootstrap = new Bootstrap();
        if (channel == EpollSocketChannel.class) {
            // Otherwise binding looks for a port that is free for any server, which takes ever longer.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return bootstrap
                .group(loop)
                .channel(channel)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_LINGER, 0) // a closed connection leaves no port behind that is not free yet
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(IN))
                .handler(handler)
                .connect(loopback(1, ports.applyAsInt(user)), loopback(first + user / PER_ADDRESS, 0));
    }

    private static InetSocketAddress loopback(int last, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
