package io.github.tracingboot.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Gives an application context a PostgreSQL: a real one that starts once per JVM on a
 * free loopback port, and stops with the JVM.
 */
public final class EmbeddedPostgres implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues
			.of("spring.datasource.url=jdbc:postgresql://" + host() + ":" + port() + "/postgres",
					"spring.datasource.username=postgres")
			.applyTo(context);
	}

	public static String host() {
		return InetAddress.getLoopbackAddress().getHostAddress();
	}

	public static int port() {
		return Server.PORT;
	}

	private static final class Server {

		// PostgreSQL refuses to be run by root.
		private static final boolean ROOT = System.getProperty("user.name").equals("root");

		// Initialised by the first test that needs it.
		private static final int PORT = start();

		private static int start() {
			try {
				Path directory = Files.createTempDirectory("postgres");
				Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(directory)));
				unpack(directory);
				Path data = Files.createDirectory(directory.resolve("data"));
				if (ROOT) {
					Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
					Files.setOwner(data,
							data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
				}
				run(directory, "initdb", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync",
						"--pgdata=" + data);
				int port = freePort();
				run(directory, "pg_ctl", "start", "--wait", "--pgdata=" + data,
						"--options=-F -h " + host() + " -p " + port + " -c unix_socket_directories=");
				return port;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static void unpack(Path directory) throws IOException {
			try (InputStream archive = new PathMatchingResourcePatternResolver()
				.getResources("classpath*:postgres-*.txz")[0].getInputStream();
					TarArchiveInputStream files = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
				for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
					Path file = directory.resolve(entry.getName());
					if (entry.isDirectory()) {
						Files.createDirectories(file);
					}
					else if (entry.isSymbolicLink()) {
						Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
					}
					else {
						Files.createDirectories(file.getParent());
						Files.copy(files, file);
						file.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
					}
				}
			}
		}

		private static void run(Path directory, String program, String... arguments) throws IOException {
			List<String> command = new ArrayList<>();
			if (ROOT) {
				command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"));
			}
			command.add(directory.resolve("bin").resolve(program).toString());
			command.addAll(List.of(arguments));
			File output = directory.resolve(program + ".log").toFile();
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output)
				.start();
			try {
				if (process.waitFor() != 0) {
					throw new IllegalStateException(
							"%s does not run: %s".formatted(program, Files.readString(output.toPath())));
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		private static void stop(Path directory) {
			try {
				run(directory, "pg_ctl", "stop", "--mode=immediate", "--pgdata=" + directory.resolve("data"));
				FileSystemUtils.deleteRecursively(directory);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
		}

	}

}
