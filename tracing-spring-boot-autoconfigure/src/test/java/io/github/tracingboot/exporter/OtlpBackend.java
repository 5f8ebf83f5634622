package io.github.tracingboot.exporter;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.tracingboot.exporter.OtlpTarget.Protocol;
import io.github.tracingboot.testing.OtlpGrpcReceiver;
import io.github.tracingboot.testing.OtlpHttpReceiver;
import io.github.tracingboot.testing.OtlpInbox;
import io.github.tracingboot.testing.ServerCertificates;
import io.grpc.Status;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;

/** A real backend of either protocol. */
interface OtlpBackend extends AutoCloseable {

	String endpoint();

	List<Span> awaitSpans(int count);

	Map<String, String> lastHeaders();

	int attempts();

	/** Answers the next exports, so many, that it is overloaded. */
	void refuse(int exports);

	@Override
	void close();

	/** The properties that lead here. */
	default String[] properties(Protocol protocol) {
		return new String[] { "tracing.exporter.otlp.endpoint=" + endpoint(),
				"tracing.exporter.otlp.protocol=" + protocol, "tracing.exporter.batch.schedule-delay=50ms" };
	}

	static OtlpBackend start(Protocol protocol, @Nullable ServerCertificates certificates) {
		return switch (protocol) {
			case GRPC ->
				new Grpc((certificates != null) ? OtlpGrpcReceiver.start(certificates) : OtlpGrpcReceiver.start());
			case HTTP_PROTOBUF ->
				new Http((certificates != null) ? OtlpHttpReceiver.start(certificates) : OtlpHttpReceiver.start());
		};
	}

	/**
	 * Over gRPC.
	 *
	 * @param receiver what receives
	 */
	record Grpc(OtlpGrpcReceiver receiver) implements OtlpBackend {

		@Override
		public String endpoint() {
			return this.receiver.endpoint();
		}

		@Override
		public List<Span> awaitSpans(int count) {
			return OtlpInbox.spans(this.receiver.awaitSpans(count));
		}

		@Override
		public Map<String, String> lastHeaders() {
			return this.receiver.lastHeaders();
		}

		@Override
		public int attempts() {
			return this.receiver.attempts();
		}

		@Override
		public void refuse(int exports) {
			this.receiver.answerNext(Collections.nCopies(exports, Status.UNAVAILABLE).toArray(Status[]::new));
		}

		@Override
		public void close() {
			this.receiver.close();
		}

	}

	/**
	 * Over HTTP.
	 *
	 * @param receiver what receives
	 */
	record Http(OtlpHttpReceiver receiver) implements OtlpBackend {

		@Override
		public String endpoint() {
			return this.receiver.endpoint();
		}

		@Override
		public List<Span> awaitSpans(int count) {
			return OtlpInbox.spans(this.receiver.awaitSpans(count));
		}

		@Override
		public Map<String, String> lastHeaders() {
			return this.receiver.lastHeaders();
		}

		@Override
		public int attempts() {
			return this.receiver.attempts();
		}

		@Override
		public void refuse(int exports) {
			this.receiver.answerNext(Collections.nCopies(exports, 503).toArray(Integer[]::new));
		}

		@Override
		public void close() {
			this.receiver.close();
		}

	}

}
