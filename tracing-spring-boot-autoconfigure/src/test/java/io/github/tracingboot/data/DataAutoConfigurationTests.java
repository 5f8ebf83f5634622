package io.github.tracingboot.data;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.influxdb.client.InfluxDBClientOptions;
import com.mongodb.ContextProvider;
import com.mongodb.MongoClientSettings;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.Tracing;
import io.netty.channel.nio.NioEventLoopGroup;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class DataAutoConfigurationTests {

	private static final String NOT_SHUT_DOWN = "was not shut down properly";

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class, RedisAutoConfiguration.class,
				MongoAutoConfiguration.class, InfluxAutoConfiguration.class))
		.withBean(Tracer.class, () -> OpenTelemetry.noop().getTracer("test"));

	private final ApplicationContextRunner lettuce = this.context.withUserConfiguration(Resources.class);

	@Test
	void nothingWaitsForADatabaseThatNobodyUses() {
		assertThat(isJdbcTracedWithout()).isTrue();
		assertThat(isJdbcTracedWithout(OnJdbcCondition.SPRING_JDBC)).isTrue();
		assertThat(isJdbcTracedWithout(OnJdbcCondition.DRIVER)).isTrue();
		assertThat(isJdbcTracedWithout(OnJdbcCondition.SPRING_JDBC, OnJdbcCondition.DRIVER)).isFalse();
	}

	private boolean isJdbcTracedWithout(String... hidden) {
		AtomicBoolean traced = new AtomicBoolean();
		this.context.withClassLoader(new FilteredClassLoader(List.of(hidden)::contains))
			.run((context) -> traced.set(!context.getBeansOfType(JdbcPostProcessor.class).isEmpty()));
		return traced.get();
	}

	@Test
	void resourcesOfLettuceHaveTheHook() {
		this.lettuce.run((context) -> assertThat(context.getBean(DefaultClientResources.class).tracing())
			.isInstanceOf(LettuceTracing.class));
	}

	@Test
	void resourcesShareTheirThreadsAndAreShutDown() {
		this.lettuce.run((context) -> {
			ClientResources made = context.getBean(Resources.class).made;
			ClientResources used = context.getBean(ClientResources.class);
			assertThat(used.eventLoopGroupProvider()).isSameAs(made.eventLoopGroupProvider());
			assertThat(used.eventExecutorGroup()).isSameAs(made.eventExecutorGroup());
			assertThat(used.timer()).isSameAs(made.timer());
			assertThat(used.commandLatencyRecorder()).isSameAs(made.commandLatencyRecorder());
			context.close();
			assertThatThreadsAreGone(used);
		});
	}

	@Test
	void resourcesThatAreShutDownAreNotWarnedOf(CapturedOutput output) {
		this.lettuce.run((context) -> {
			ClientResources made = context.getBean(Resources.class).made;
			ClientResources used = context.getBean(ClientResources.class);
			context.close();
			finalizeAsTheCollectorDoes(made);
			finalizeAsTheCollectorDoes(used);
			assertThat(output).doesNotContain(NOT_SHUT_DOWN);
		});
	}

	@Test
	void resourcesThatAreShutDownByHandLeaveNoThread(CapturedOutput output) {
		DefaultClientResources made = DefaultClientResources.create();
		this.context.withBean(ClientResources.class, () -> made).run((context) -> {
			ClientResources used = context.getBean(ClientResources.class);
			context.close();
			assertThat(used.eventExecutorGroup().isShuttingDown()).isFalse();
			used.shutdown().awaitUninterruptibly();
			assertThatThreadsAreGone(used);
			finalizeAsTheCollectorDoes(made);
			assertThat(output).doesNotContain(NOT_SHUT_DOWN);
		});
	}

	@Test
	void resourcesThatNobodyShutsDownAreWarnedOfOnce(CapturedOutput output) {
		DefaultClientResources made = DefaultClientResources.create();
		this.context.withBean(ClientResources.class, () -> made).run((context) -> {
			finalizeAsTheCollectorDoes(context.getBean(ClientResources.class));
			assertThat(output).doesNotContain(NOT_SHUT_DOWN);
			finalizeAsTheCollectorDoes(made);
			assertThat(output).containsOnlyOnce(NOT_SHUT_DOWN);
		});
		made.shutdown().awaitUninterruptibly();
	}

	@Test
	void mutationOfResourcesHasTheHookAndThreadsOfItsOwnAsEver() {
		this.lettuce.run((context) -> {
			DefaultClientResources used = context.getBean(DefaultClientResources.class);
			DefaultClientResources mutation = used.mutate().build();
			assertThat(mutation.tracing()).isSameAs(used.tracing());
			mutation.shutdown().awaitUninterruptibly();
			assertThat(mutation.eventExecutorGroup()).isSameAs(used.eventExecutorGroup());
			assertThatThreadsAreGone(mutation);
		});
	}

	@Test
	void tracingOfTheUserStays() {
		Tracing own = (Tracing) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Tracing.class },
				(proxy, method, arguments) -> method.getName().equals("isEnabled"));
		DefaultClientResources made = DefaultClientResources.builder().tracing(own).build();
		this.context.withBean(ClientResources.class, () -> made)
			.run((context) -> assertThat(context.getBean(ClientResources.class)).isSameAs(made));
		made.shutdown().awaitUninterruptibly();
	}

	@Test
	void settingsOfMongoHaveTheListenerOnce() {
		this.context.withBean("first", MongoClientSettings.class, () -> MongoClientSettings.builder().build())
			.withBean("second", MongoClientSettings.class,
					() -> MongoClientSettings.builder().applicationName("own").build())
			.run((context) -> assertThat(context.getBeansOfType(MongoClientSettings.class).values())
				.allSatisfy((settings) -> {
					assertThat(settings.getCommandListeners()).hasSize(1)
						.hasOnlyElementsOfType(MongoCommandTracing.class);
					assertThat(settings.getContextProvider()).isNotNull();
				})
				.extracting(MongoClientSettings::getApplicationName)
				.containsExactly(null, "own"));
	}

	@Test
	void contextProviderOfTheUserStays() {
		ContextProvider own = new ContextProvider() {
		};
		this.context
			.withBean(MongoClientSettings.class, () -> MongoClientSettings.builder().contextProvider(own).build())
			.run((context) -> assertThat(context.getBean(MongoClientSettings.class).getContextProvider())
				.isSameAs(own));
	}

	@Test
	void optionsOfInfluxHaveTheInterceptorFirst() {
		Interceptor own = (chain) -> chain.proceed(chain.request());
		this.context
			.withBean(InfluxDBClientOptions.class,
					() -> InfluxDBClientOptions.builder()
						.url("http://localhost")
						.okHttpClient(new OkHttpClient.Builder().addInterceptor(own))
						.build())
			.run((context) -> assertThat(context.getBean(InfluxDBClientOptions.class).getOkHttpClient().interceptors())
				.hasSize(2)
				.endsWith(own)
				.hasAtLeastOneElementOfType(InfluxInterceptor.class));
	}

	@Test
	void hookIsABeanForClientsThatAreNone() {
		this.context.run((context) -> assertThat(context).hasSingleBean(Tracing.class));
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		for (String property : List.of("tracing.enabled=false", "tracing.data.enabled=false",
				"tracing.data.redis.enabled=false")) {
			this.lettuce.withPropertyValues(property)
				.run((context) -> assertThat(context.getBean(ClientResources.class))
					.isSameAs(context.getBean(Resources.class).made));
		}
	}

	@Test
	void sourceIsAsItWasWhenSwitchedOff() {
		DataSource source = new HikariDataSource();
		this.context.withBean(DataSource.class, () -> source)
			.withPropertyValues("tracing.data.jdbc.enabled=false")
			.run((context) -> assertThat(context.getBean(DataSource.class)).isSameAs(source));
	}

	@Test
	void sourceIsTracedWithoutSpringJdbc() {
		this.context.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.withBean(HikariDataSource.class, HikariDataSource::new)
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean(HikariDataSource.class))).isTrue());
	}

	@Test
	void eachIsAbsentWithItsLibrary() {
		this.context.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("lettuceTracingPostProcessor"));
		this.context.withClassLoader(new FilteredClassLoader("com.mongodb"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mongoTracingPostProcessor"));
		this.context.withClassLoader(new FilteredClassLoader("com.influxdb"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("influxTracingPostProcessor"));
	}

	private static void assertThatThreadsAreGone(ClientResources resources) {
		assertThat(resources.eventExecutorGroup().terminationFuture().awaitUninterruptibly(10, TimeUnit.SECONDS))
			.isTrue();
		assertThatIllegalStateException()
			.isThrownBy(() -> resources.eventLoopGroupProvider().allocate(NioEventLoopGroup.class));
		assertThatIllegalStateException().isThrownBy(() -> resources.timer().newTimeout((timeout) -> {
		}, 1, TimeUnit.SECONDS));
	}

	private static void finalizeAsTheCollectorDoes(ClientResources resources) {
		ReflectionTestUtils.invokeMethod(resources, "finalize");
	}

	@Configuration(proxyBeanMethods = false)
	static class Resources {

		private final DefaultClientResources made = DefaultClientResources.create();

		@Bean
		DefaultClientResources resources() {
			return this.made;
		}

	}

}
