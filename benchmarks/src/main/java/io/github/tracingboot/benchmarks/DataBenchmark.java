package io.github.tracingboot.benchmarks;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.github.tracingboot.benchmarks.data.Command;
import io.github.tracingboot.benchmarks.data.Query;

/**
 * One command to a database that answers at once: by nobody traced, by this starter, and
 * by OpenTelemetry's library for the same.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DataBenchmark {

	@Benchmark
	public long jdbcUntraced(JdbcUntraced state) throws SQLException {
		return state.query.run();
	}

	@Benchmark
	public long jdbcTraced(JdbcTraced state) throws SQLException {
		return state.query.run();
	}

	@Benchmark
	public long jdbcOpenTelemetry(JdbcOpenTelemetry state) throws SQLException {
		return state.query.run();
	}

	@Benchmark
	@OperationsPerInvocation(Command.ROW)
	public long redisUntraced(RedisUntraced state) {
		return state.command.runRow();
	}

	@Benchmark
	@OperationsPerInvocation(Command.ROW)
	public long redisTraced(RedisTraced state) {
		return state.command.runRow();
	}

	@Benchmark
	@OperationsPerInvocation(Command.ROW)
	public long redisOpenTelemetry(RedisOpenTelemetry state) {
		return state.command.runRow();
	}

	/** See {@link Query#untraced}. */
	@State(Scope.Benchmark)
	public static class JdbcUntraced {

		private final Query query = Query.untraced();

		@TearDown
		public void stop() {
			this.query.close();
		}

	}

	/** See {@link Query#traced}. */
	@State(Scope.Benchmark)
	public static class JdbcTraced {

		private final Query query = Query.traced();

		@TearDown
		public void stop() {
			this.query.close();
		}

	}

	/** See {@link Query#openTelemetry}. */
	@State(Scope.Benchmark)
	public static class JdbcOpenTelemetry {

		private final Query query = Query.openTelemetry();

		@TearDown
		public void stop() {
			this.query.close();
		}

	}

	/** See {@link Command#untraced}. */
	@State(Scope.Benchmark)
	public static class RedisUntraced {

		private final Command command = Command.untraced();

		@TearDown
		public void stop() {
			this.command.close();
		}

	}

	/** See {@link Command#traced}. */
	@State(Scope.Benchmark)
	public static class RedisTraced {

		private final Command command = Command.traced();

		@TearDown
		public void stop() {
			this.command.close();
		}

	}

	/** See {@link Command#openTelemetry}. */
	@State(Scope.Benchmark)
	public static class RedisOpenTelemetry {

		private final Command command = Command.openTelemetry();

		@TearDown
		public void stop() {
			this.command.close();
		}

	}

}
