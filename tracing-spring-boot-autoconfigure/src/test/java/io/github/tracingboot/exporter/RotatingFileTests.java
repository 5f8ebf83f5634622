package io.github.tracingboot.exporter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RotatingFileTests {

	@TempDir
	Path directory;

	@Test
	void linesAreAppendedToWhatIsThere() throws IOException {
		Path path = path("spans.jsonl");
		Files.writeString(path, "old\n");
		append(path, "one\n", "two\n");
		assertThat(path).hasContent("old\none\ntwo\n");
	}

	@Test
	void directoriesAreMade() throws IOException {
		append(path("a/b/spans.jsonl"), "one\n");
		assertThat(path("a/b/spans.jsonl")).hasContent("one\n");
	}

	@Test
	void whatACrashCutShortIsTakenAway() throws IOException {
		Path path = path("spans.jsonl");
		for (String torn : new String[] { "x", "x".repeat(8191), "x".repeat(8192), "x".repeat(30_000) }) {
			Files.writeString(path, "whole\n" + torn);
			append(path, "next\n");
			assertThat(path).hasContent("whole\nnext\n");
		}
		Files.writeString(path, "x".repeat(20_000));
		append(path, "next\n");
		assertThat(path).hasContent("next\n");
	}

	@Test
	void aFullFileGivesWayAndTheOldestGoes() throws IOException {
		Path path = path("spans.jsonl");
		try (RotatingFile file = RotatingFile.open(path, 10, 3)) {
			for (int i = 1; i <= 7; i++) {
				append(file, "line" + i + "\n");
			}
			append(file, "a line longer than a file\n");
			append(file, "8\n");
		}
		assertThat(path).hasContent("8\n");
		assertThat(path("spans.jsonl.1")).hasContent("a line longer than a file\n");
		assertThat(path("spans.jsonl.2")).hasContent("line7\n");
		assertThat(this.directory.toFile().list()).hasSize(3);
	}

	@Test
	void aFileIsFilledToItsLastByte() throws IOException {
		Path path = path("spans.jsonl");
		try (RotatingFile file = RotatingFile.open(path, 10, 2)) {
			append(file, "four\n");
			append(file, "more\n");
			append(file, "next\n");
		}
		assertThat(path("spans.jsonl.1")).hasContent("four\nmore\n");
	}

	@Test
	void aSingleFileBeginsAgain() throws IOException {
		Path path = path("spans.jsonl");
		try (RotatingFile file = RotatingFile.open(path, 10, 1)) {
			append(file, "one two\n");
			append(file, "three\n");
		}
		assertThat(path).hasContent("three\n");
		assertThat(this.directory.toFile().list()).hasSize(1);
	}

	@Test
	void anotherWriterHasAFileOfItsOwn() throws IOException {
		Path path = path("spans.jsonl");
		try (RotatingFile first = RotatingFile.open(path, 100, 2);
				RotatingFile second = RotatingFile.open(path, 100, 2);
				RotatingFile third = RotatingFile.open(path, 100, 2)) {
			append(first, "first\n");
			append(second, "second\n");
			append(third, "third\n");
			assertThat(third.path()).isEqualTo(path("spans-3.jsonl"));
		}
		assertThat(path).hasContent("first\n");
		assertThat(path("spans-2.jsonl")).hasContent("second\n");
		assertThat(path("spans-3.jsonl")).hasContent("third\n");
		append(path, "again\n");
		assertThat(path).hasContent("first\nagain\n");
	}

	@Test
	void aFileWithoutAnExtensionIsNumberedAtItsEnd() throws IOException {
		try (RotatingFile first = RotatingFile.open(path(".spans"), 100, 2);
				RotatingFile second = RotatingFile.open(path(".spans"), 100, 2)) {
			assertThat(first.path()).isEqualTo(path(".spans"));
			assertThat(second.path()).isEqualTo(path(".spans-2"));
		}
	}

	@Test
	void aFileThatWasMovedOrDeletedIsMadeAgain() throws IOException {
		Path path = path("spans.jsonl");
		try (RotatingFile file = RotatingFile.open(path, 100, 2)) {
			append(file, "one\n");
			Files.move(path, path("moved"));
			append(file, "two\n");
			assertThat(path).hasContent("two\n");
			Files.delete(path);
			Files.writeString(path, "somebody\n");
			append(file, "three\n");
		}
		assertThat(path).hasContent("somebody\nthree\n");
		assertThat(path("moved")).hasContent("one\n");
	}

	@Test
	void anInterruptedThreadLosesItsLinesButNoHalfOfThemStays() throws IOException {
		Path path = path("spans.jsonl");
		try (RotatingFile file = RotatingFile.open(path, 100, 2)) {
			append(file, "one\n");
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> append(file, "two\n"));
			assertThat(Thread.interrupted()).isTrue();
			append(file, "three\n");
		}
		assertThat(path).content().startsWith("one\n").endsWith("three\n");
		assertThat(Files.readAllLines(path)).isSubsetOf("one", "two", "three");
	}

	@Test
	void rotationThatFailsLosesTheLinesAndIsTriedAgain() throws IOException {
		Path path = path("spans.jsonl");
		Path inTheWay = path("spans.jsonl.1");
		Files.createDirectories(inTheWay.resolve("full"));
		try (RotatingFile file = RotatingFile.open(path, 10, 2)) {
			append(file, "one two\n");
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> append(file, "three\n"));
			}
			Files.delete(inTheWay.resolve("full"));
			Files.delete(inTheWay);
			append(file, "three\n");
		}
		assertThat(path).hasContent("three\n");
		assertThat(inTheWay).hasContent("one two\n");
	}

	@Test
	void aDirectoryIsRefused() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> RotatingFile.open(this.directory, 10, 2))
			.withMessage("it is not a regular file");
	}

	private Path path(String name) {
		return this.directory.resolve(name);
	}

	private static void append(Path path, String... lines) throws IOException {
		try (RotatingFile file = RotatingFile.open(path, 100_000, 2)) {
			for (String line : lines) {
				append(file, line);
			}
		}
	}

	private static void append(RotatingFile file, String line) throws IOException {
		file.append(line.getBytes(StandardCharsets.UTF_8));
	}

}
