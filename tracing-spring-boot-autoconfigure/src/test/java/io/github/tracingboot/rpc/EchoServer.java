package io.github.tracingboot.rpc;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

import io.github.tracingboot.testing.TextMarshaller;

/** Echoes, in all four forms; what it is told to do it does. */
final class EchoServer implements BindableService {

	static final MethodDescriptor<String, String> UNARY = method("Unary", MethodDescriptor.MethodType.UNARY);

	static final MethodDescriptor<String, String> DOWN = method("Down", MethodDescriptor.MethodType.SERVER_STREAMING);

	static final MethodDescriptor<String, String> UP = method("Up", MethodDescriptor.MethodType.CLIENT_STREAMING);

	static final MethodDescriptor<String, String> BOTH = method("Both", MethodDescriptor.MethodType.BIDI_STREAMING);

	final AtomicReference<SpanContext> current = new AtomicReference<>(SpanContext.getInvalid());

	final CountDownLatch waiting = new CountDownLatch(1);

	@Override
	public ServerServiceDefinition bindService() {
		return ServerServiceDefinition.builder("test.Echo")
			.addMethod(UNARY, ServerCalls.asyncUnaryCall(this::unary))
			.addMethod(DOWN, ServerCalls.asyncServerStreamingCall(this::down))
			.addMethod(UP, ServerCalls.asyncClientStreamingCall((answers) -> new Echo(answers, true)))
			.addMethod(BOTH, ServerCalls.asyncBidiStreamingCall((answers) -> new Echo(answers, false)))
			.build();
	}

	private void unary(String request, StreamObserver<String> answers) {
		this.current.set(Span.current().getSpanContext());
		switch (request) {
			case "throw" -> throw new IllegalStateException("broken");
			case "missing" -> answers.onError(Status.NOT_FOUND.asRuntimeException());
			case "internal" ->
				answers.onError(Status.INTERNAL.withCause(new IllegalArgumentException("odd")).asRuntimeException());
			case "wait" -> {
				((ServerCallStreamObserver<String>) answers).setOnCancelHandler(() -> {
				});
				this.waiting.countDown();
			}
			default -> {
				answers.onNext(request);
				answers.onCompleted();
			}
		}
	}

	private void down(String request, StreamObserver<String> answers) {
		this.current.set(Span.current().getSpanContext());
		answers.onNext(request);
		answers.onNext(request);
		answers.onCompleted();
	}

	private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
		return MethodDescriptor.<String, String>newBuilder(TextMarshaller.INSTANCE, TextMarshaller.INSTANCE)
			.setType(type)
			.setFullMethodName("test.Echo/" + name)
			.build();
	}

	private final class Echo implements StreamObserver<String> {

		private final StreamObserver<String> answers;

		private final boolean once;

		private String last = "";

		Echo(StreamObserver<String> answers, boolean once) {
			this.answers = answers;
			this.once = once;
		}

		@Override
		public void onNext(String message) {
			EchoServer.this.current.set(Span.current().getSpanContext());
			this.last = message;
			if (!this.once) {
				this.answers.onNext(message);
			}
		}

		@Override
		public void onError(Throwable error) {
			// The call is over.
		}

		@Override
		public void onCompleted() {
			if (this.once) {
				this.answers.onNext(this.last);
			}
			this.answers.onCompleted();
		}

	}

}
