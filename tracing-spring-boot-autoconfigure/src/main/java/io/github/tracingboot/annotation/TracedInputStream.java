package io.github.tracingboot.annotation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/** Ends a span when it is closed, with what went wrong by then. */
final class TracedInputStream extends FilterInputStream {

	private final BiConsumer<@Nullable Object, @Nullable Throwable> end;

	private volatile @Nullable Throwable failure;

	TracedInputStream(InputStream stream, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
		super(stream);
		this.end = end;
	}

	@Override
	public int read() throws IOException {
		try {
			return this.in.read();
		}
		catch (Throwable ex) {
			this.failure = ex;
			throw ex;
		}
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		try {
			return this.in.read(buffer, offset, length);
		}
		catch (Throwable ex) {
			this.failure = ex;
			throw ex;
		}
	}

	@Override
	public long transferTo(OutputStream out) throws IOException {
		try {
			return this.in.transferTo(out);
		}
		catch (Throwable ex) {
			this.failure = ex;
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		try {
			this.in.close();
		}
		catch (Throwable ex) {
			this.failure = ex;
			throw ex;
		}
		finally {
			this.end.accept(null, this.failure);
		}
	}

}
