package io.github.tracingboot.annotation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class TracedInterceptorTests {

	@RegisterExtension
	static final SpanRecorder spans = new SpanRecorder();

	private final Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(spans).build().get("test");

	private final TracedAdvisor advisor = new TracedAdvisor(
			new StaticListableBeanFactory(Map.of("tracer", this.tracer)).getBeanProvider(Tracer.class),
			() -> SpanSettings.DEFAULTS, true);

	private final Steps steps = traced(new Steps());

	@Test
	void theSpanIsCurrentWhileTheMethodRuns() throws Exception {
		Span inside = this.steps.run(Span::current);
		assertThat(spans.take("Steps.run").getSpanContext()).isEqualTo(inside.getSpanContext());
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	@Test
	void theSpanHasNameAndKindOfTheAnnotation() {
		assertThat(this.steps.send()).isEqualTo("sent");
		SpanData span = spans.take("send it");
		assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void aTracedCallInATracedCallIsItsChild() throws Exception {
		this.steps.run(this.steps::send);
		assertThat(spans.take("send it").getParentSpanId()).isEqualTo(spans.take("Steps.run").getSpanId());
	}

	@Test
	void aMethodThatTwoClassesInheritIsNamedAfterEach() {
		QuickSteps quick = traced(new QuickSteps());
		SlowSteps slow = traced(new SlowSteps());
		for (int call = 0; call < 2; call++) {
			quick.stop();
			spans.take("QuickSteps.stop");
			slow.stop();
			spans.take("SlowSteps.stop");
		}
	}

	@Test
	void whatIsNotAnnotatedRunsAsItIs() {
		assertThat(this.steps.insideSpan()).isFalse();
	}

	@Test
	void aTargetThatTurnsOutNotToBeAnnotatedRunsAsItIs() {
		ProxyFactory factory = new ProxyFactory(new Steps());
		factory.setProxyTargetClass(true);
		factory.addAdvisor(new DefaultPointcutAdvisor(Pointcut.TRUE, this.advisor.getAdvice()));
		assertThat(((Steps) factory.getProxy()).insideSpan()).isFalse();
	}

	@Test
	void aProxyAroundATracedProxyAddsNothing() {
		traced(this.steps).send();
		spans.take("send it");
	}

	@Test
	void exceptionsOfEveryKindAreRecordedAndThrownUnchanged() {
		for (Throwable thrown : List.of(new IllegalStateException("unchecked"), new IOException("checked"),
				new AssertionError("error"), new Throwable("plain"), new StackOverflowError())) {
			assertThat(catchThrowable(() -> this.steps.sneak(thrown))).isSameAs(thrown);
			assertThat(thrown.getSuppressed()).isEmpty();
			SpanData span = spans.take("Steps.sneak");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo(thrown.getClass().getName());
			assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("exception");
			assertThat(Span.current().getSpanContext().isValid()).isFalse();
		}
	}

	@Test
	void anExpectedExceptionIsThrownAndIsNoFailure() {
		FileNotFoundException thrown = new FileNotFoundException();
		assertThat(catchThrowable(() -> this.steps.load(thrown))).isSameAs(thrown);
		SpanData span = spans.take("Steps.load");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isNull();
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void anExceptionBesideTheExpectedOnesIsAFailure() {
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> this.steps.load(new InterruptedException()));
		assertThat(spans.take("Steps.load").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void anExceptionThatCrossesSeveralSpansIsRecordedOnce() {
		IOException thrown = new IOException();
		assertThat(catchThrowable(() -> this.steps.run(() -> this.steps.run(() -> this.steps.sneak(thrown)))))
			.isSameAs(thrown);
		assertThat(spans.take("Steps.sneak").getEvents()).hasSize(1);
		for (int i = 0; i < 2; i++) {
			SpanData span = spans.take("Steps.run");
			assertThat(span.getEvents()).isEmpty();
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		}
	}

	@Test
	void threadsDoNotMixTheirSpans() throws Exception {
		int threads = 8;
		int calls = 100;
		CountDownLatch ready = new CountDownLatch(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<Boolean>> results = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				results.add(executor.submit(() -> {
					ready.countDown();
					ready.await();
					boolean separate = true;
					for (int call = 0; call < calls; call++) {
						separate &= innerCallSharesTheTrace();
					}
					return separate;
				}));
			}
			for (Future<Boolean> result : results) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}
		for (int span = 0; span < 2 * threads * calls; span++) {
			spans.take("Steps.run");
		}
	}

	private boolean innerCallSharesTheTrace() throws Exception {
		boolean same = this.steps.run(() -> traceId().equals(this.steps.run(TracedInterceptorTests::traceId)));
		return same && !this.steps.insideSpan();
	}

	private static String traceId() {
		return Span.current().getSpanContext().getTraceId();
	}

	@SuppressWarnings("unchecked")
	private <T> T traced(T target) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(this.advisor);
		return (T) factory.getProxy();
	}

	static class Steps {

		@Traced
		<T> T run(Callable<T> body) throws Exception {
			return body.call();
		}

		@Traced(name = "send it", kind = SpanKind.PRODUCER)
		public String send() {
			return "sent";
		}

		@Traced
		@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
		<T, E extends Throwable> T sneak(Throwable thrown) throws E {
			throw (E) thrown;
		}

		@Traced(expected = IOException.class)
		void load(Exception thrown) throws Exception {
			throw thrown;
		}

		@Traced
		void stop() {
		}

		boolean insideSpan() {
			return Span.current().getSpanContext().isValid();
		}

	}

	static class QuickSteps extends Steps {

	}

	static class SlowSteps extends Steps {

	}

}
