package io.github.tracingboot.benchmarks.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Lettuce writes before it gets to the socket, on the same thread. The
 * socket leads to nobody; there has to be one.
 */
final class MemoryRedis implements NettyCustomizer, AutoCloseable {

	private static final ByteBuf VALUE = reply("$5\r\nvalue\r\n");

	private static final ByteBuf OK = reply("+OK\r\n");

	private final ServerSocket socket;

	private @Nullable Channel channel;

	MemoryRedis() {
		try {
			this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ByteBuf reply(String text) {
		return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII)).asReadOnly();
	}

	DefaultClientResources.Builder resources() {
		return DefaultClientResources.builder().ioThreadPoolSize(2).nettyCustomizer(this);
	}

	RedisURI uri() {
		return RedisURI.create(this.socket.getInetAddress().getHostAddress(), this.socket.getLocalPort());
	}

	/** The one of the last connection. */
	Channel channel() {
		if (this.channel == null) {
			throw new IllegalStateException("Not connected");
		}
		return this.channel;
	}

	@Override
	public void afterChannelInitialized(Channel channel) {
		this.channel = channel;
		channel.pipeline().addFirst(new Answers());
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private static final class Answers extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			ByteBuf commands = (ByteBuf) message;
			boolean get = commands.getByte(commands.readerIndex() + 8) == 'G';
			int count = get ? 1 : count(commands);
			commands.release();
			promise.trySuccess();
			for (int i = 0; i < count; i++) {
				context.fireChannelRead((get ? VALUE : OK).duplicate());
			}
			context.fireChannelReadComplete();
		}

		// Each begins with its number of words: *2.
		private static int count(ByteBuf commands) {
			int count = 0;
			for (int i = commands.readerIndex(); i < commands.writerIndex(); i++) {
				count += (commands.getByte(i) == '*') ? 1 : 0;
			}
			return count;
		}

	}

}
