package io.github.tracingboot.exporter;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * What the SDK's exporters log about failed spans, for every batch and with stack traces.
 * {@link ExportReport} says it once instead, and hears only here what a server answered,
 * since the SDK's exception does not tell.
 *
 * <p>
 * A filter, because a level would silence the SDK's metric and log exporters too, which
 * share these loggers, and would be lost when a logging system starts again.
 */
final class SdkExportLog implements Filter {

	private static final String PREFIX = "Failed to export spans. ";

	// Held, because a logger that nobody holds is forgotten with its filter.
	private static final List<Logger> LOGGERS = List.of(
			Logger.getLogger("io.opentelemetry.exporter.internal.grpc.GrpcExporter"),
			Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter"),
			Logger.getLogger("io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSender"),
			Logger.getLogger("io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSender"));

	// The SDK logs an answer and completes the export on one thread.
	private static final ThreadLocal<@Nullable String> HEARD = new ThreadLocal<>();

	private final @Nullable Filter next;

	private SdkExportLog(@Nullable Filter next) {
		this.next = next;
	}

	static synchronized void silence() {
		for (Logger logger : LOGGERS) {
			if (!(logger.getFilter() instanceof SdkExportLog)) {
				logger.setFilter(new SdkExportLog(logger.getFilter()));
			}
		}
	}

	static @Nullable String heard() {
		String message = HEARD.get();
		HEARD.remove();
		return message;
	}

	@Override
	public boolean isLoggable(LogRecord record) {
		String message = String.valueOf(record.getMessage());
		if (message.startsWith(PREFIX)) {
			HEARD.set(message.substring(PREFIX.length()));
			return false;
		}
		boolean ofOthers = !message.startsWith("Too many log messages")
				&& !message.startsWith("Failed to read response");
		return ofOthers && (this.next == null || this.next.isLoggable(record));
	}

}
