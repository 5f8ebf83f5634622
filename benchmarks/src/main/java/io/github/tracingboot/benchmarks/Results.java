package io.github.tracingboot.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import io.opentelemetry.api.trace.Span;

import org.springframework.boot.SpringBootVersion;

/** A page of results: what was measured on which machine, then the figures. */
public final class Results {

	private final StringBuilder page = new StringBuilder();

	public Results(String title, String command) {
		line("# " + title);
		line("");
		line(machine() + ". `" + command + "`");
		line("");
	}

	public static String machine() {
		return Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("java.vm.name") + ' '
				+ Runtime.version() + ", " + System.getProperty("os.name") + ' ' + System.getProperty("os.version")
				+ ", Spring Boot " + SpringBootVersion.getVersion() + ", OpenTelemetry " + opentelemetry();
	}

	/** Adds a line and shows it. */
	public void line(String format, Object... values) {
		String line = (values.length > 0) ? String.format(Locale.ROOT, format, values) : format;
		System.out.println(line);
		this.page.append(line).append('\n');
	}

	public void write(Path file) throws IOException {
		Files.writeString(file, this.page);
	}

	public static double median(List<Double> values) {
		return quantile(values.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
	}

	/**
	 * The value below which the share lies, the middle between two where it falls there.
	 */
	public static double quantile(double[] values, double share) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		double index = share * (sorted.length - 1);
		int below = (int) index;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (index - below) * (sorted[above] - sorted[below]);
	}

	private static String opentelemetry() {
		try (InputStream version = Span.class.getResourceAsStream("/io/opentelemetry/sdk/trace/version.properties")) {
			Properties properties = new Properties();
			properties.load(version);
			return properties.getProperty("sdk.version");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
