package io.github.tracingboot.exporter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A file of lines with one writer which never keeps part of a line: what a crash cut
 * short goes when the file is opened again, what an error cut short goes at once. A file
 * that is full becomes {@code name.1}, that one {@code name.2}, and so on.
 */
final class RotatingFile implements Closeable {

	private static final int MAX_WRITERS = 100;

	private static final int BLOCK = 8192;

	private final Path path;

	private final long maxSize;

	private final int maxFiles;

	private FileChannel channel;

	private @Nullable Object fileKey;

	private RotatingFile(Path path, FileChannel channel, long maxSize, int maxFiles) throws IOException {
		this.path = path;
		this.maxSize = maxSize;
		this.maxFiles = maxFiles;
		this.channel = channel;
		this.fileKey = fileKey(path);
	}

	/**
	 * Opens the file, or the first of {@code name-2.ext}, {@code name-3.ext}, … where
	 * another application has it open.
	 * @param path the file, which is made if absent, with its directories
	 * @param maxSize bytes before the next file is begun
	 * @param maxFiles files that are kept, the one written included
	 */
	static RotatingFile open(Path path, long maxSize, int maxFiles) throws IOException {
		Files.createDirectories(Objects.requireNonNull(path.toAbsolutePath().getParent()));
		for (int i = 1; i <= MAX_WRITERS; i++) {
			Path candidate = (i == 1) ? path : numbered(path, i);
			FileChannel channel = openLocked(candidate);
			if (channel != null) {
				return new RotatingFile(candidate, channel, maxSize, maxFiles);
			}
		}
		throw new IOException("other applications write to this file and to " + (MAX_WRITERS - 1) + " more");
	}

	private static Path numbered(Path path, int number) {
		String name = path.getFileName().toString();
		int dot = name.lastIndexOf('.');
		int end = (dot > 0) ? dot : name.length();
		return path.resolveSibling(name.substring(0, end) + "-" + number + name.substring(end));
	}

	private static @Nullable FileChannel openLocked(Path path) throws IOException {
		if (Files.exists(path) && !Files.isRegularFile(path)) {
			throw new IOException("it is not a regular file");
		}
		FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		try {
			if (channel.tryLock() != null) {
				channel.truncate(endOfLastLine(channel));
				channel.position(channel.size());
				return channel;
			}
		}
		catch (OverlappingFileLockException ex) {
			// Another application in this JVM.
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
		channel.close();
		return null;
	}

	private static long endOfLastLine(FileChannel channel) throws IOException {
		ByteBuffer block = ByteBuffer.allocate(BLOCK);
		for (long end = channel.size(); end > 0; end -= BLOCK) {
			long start = Math.max(0, end - BLOCK);
			block.clear().limit((int) (end - start));
			for (int read = 0; read >= 0 && block.hasRemaining();) {
				read = channel.read(block, start + block.position());
			}
			for (int i = block.position() - 1; i >= 0; i--) {
				if (block.get(i) == '\n') {
					return start + i + 1;
				}
			}
		}
		return 0;
	}

	Path path() {
		return this.path;
	}

	/** Appends lines, all of them or none. */
	void append(byte[] lines) throws IOException {
		if (!this.channel.isOpen() || !isStillThere()) {
			reopen();
		}
		if (this.channel.position() > 0 && this.channel.position() + lines.length > this.maxSize) {
			rotate();
		}
		long start = this.channel.position();
		try {
			ByteBuffer buffer = ByteBuffer.wrap(lines);
			while (buffer.hasRemaining()) {
				this.channel.write(buffer);
			}
		}
		catch (IOException ex) {
			// Closed by an interrupt: opening it again takes the rest away.
			if (this.channel.isOpen()) {
				this.channel.truncate(start);
			}
			throw ex;
		}
	}

	// Somebody else may move or delete it.
	private boolean isStillThere() throws IOException {
		try {
			return Objects.equals(this.fileKey, fileKey(this.path));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private static @Nullable Object fileKey(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
	}

	private void rotate() throws IOException {
		this.channel.close();
		for (int i = this.maxFiles - 1; i > 0; i--) {
			Path from = (i == 1) ? this.path : rotated(i - 1);
			if (Files.exists(from)) {
				Files.move(from, rotated(i), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		Files.deleteIfExists(this.path);
		reopen();
	}

	private Path rotated(int number) {
		return this.path.resolveSibling(this.path.getFileName() + "." + number);
	}

	private void reopen() throws IOException {
		this.channel.close();
		FileChannel opened = openLocked(this.path);
		if (opened == null) {
			throw new IOException("another application writes to " + this.path);
		}
		this.channel = opened;
		this.fileKey = fileKey(this.path);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
