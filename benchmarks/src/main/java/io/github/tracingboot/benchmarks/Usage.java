package io.github.tracingboot.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;

/**
 * What the threads of this JVM that live have used so far.
 *
 * @param cpuNanos of all that run Java, and of the collector, which has to be a single
 * thread; the CPU time of the process is counted in hundredths of a second
 * @param bytes what they have allocated
 */
public record Usage(long cpuNanos, long bytes) {

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	public static Usage now() {
		long[] threads = THREADS.getAllThreadIds();
		long cpuNanos = sum(THREADS.getThreadCpuTime(threads));
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			cpuNanos += TimeUnit.MILLISECONDS.toNanos(collector.getCollectionTime());
		}
		return new Usage(cpuNanos, sum(THREADS.getThreadAllocatedBytes(threads)));
	}

	public Usage since(Usage before) {
		return new Usage(this.cpuNanos - before.cpuNanos, this.bytes - before.bytes);
	}

	/** One that has ended in between has minus one. */
	private static long sum(long[] values) {
		long sum = 0;
		for (long value : values) {
			sum += Math.max(0, value);
		}
		return sum;
	}

}
