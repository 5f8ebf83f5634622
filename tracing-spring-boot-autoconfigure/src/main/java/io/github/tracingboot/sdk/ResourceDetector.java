package io.github.tracingboot.sdk;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What can be found out about the place that the process runs in, without a network call.
 * Names are those of the semantic conventions for resources.
 */
enum ResourceDetector {

	/** Process id and Java runtime; not the command line, which may hold secrets. */
	PROCESS,

	/** Host name, architecture and operating system. */
	HOST,

	/** The id of the container, from the control groups of the process. */
	CONTAINER,

	/**
	 * The pod, as its manifest hands it down through environment variables; the names
	 * that are usual are read.
	 */
	KUBERNETES;

	private static final String CGROUP_V1 = "/(?:[a-z]+-)?([0-9a-f]{32,64})(?:\\.scope)?$";

	private static final String CGROUP_V2 = "/(?:containers|overlay-containers|sandboxes)/([0-9a-f]{32,64})/";

	void detect(Machine machine, AttributesBuilder attributes) {
		switch (this) {
			case PROCESS -> process(attributes);
			case HOST -> host(machine, attributes);
			case CONTAINER -> container(machine, attributes);
			case KUBERNETES -> kubernetes(machine, attributes);
		}
	}

	private static void process(AttributesBuilder attributes) {
		attributes.put("process.pid", ProcessHandle.current().pid());
		put(attributes, "process.runtime.name", System.getProperty("java.runtime.name"));
		put(attributes, "process.runtime.version", System.getProperty("java.runtime.version"));
		put(attributes, "process.runtime.description", System.getProperty("java.vm.vendor") + " "
				+ System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
	}

	private static void host(Machine machine, AttributesBuilder attributes) {
		put(attributes, "host.name",
				machine.first(machine.variable("HOSTNAME", "COMPUTERNAME"), machine.firstLine("etc/hostname")));
		put(attributes, "host.arch", architecture(System.getProperty("os.arch", "")));
		String system = System.getProperty("os.name", "");
		put(attributes, "os.type", type(system));
		put(attributes, "os.description", system + " " + System.getProperty("os.version", ""));
	}

	private static void container(Machine machine, AttributesBuilder attributes) {
		put(attributes, "container.id", machine.first(lastMatch(CGROUP_V1, machine.lines("proc/self/cgroup"), "/"),
				lastMatch(CGROUP_V2, machine.lines("proc/self/mountinfo"), "hostname")));
	}

	private static void kubernetes(Machine machine, AttributesBuilder attributes) {
		if (machine.variable("KUBERNETES_SERVICE_HOST") == null) {
			return;
		}
		put(attributes, "k8s.pod.name",
				machine.first(machine.variable("K8S_POD_NAME", "POD_NAME"), machine.variable("HOSTNAME")));
		put(attributes, "k8s.namespace.name",
				machine.first(machine.variable("K8S_NAMESPACE_NAME", "K8S_NAMESPACE", "POD_NAMESPACE", "NAMESPACE"),
						machine.firstLine("var/run/secrets/kubernetes.io/serviceaccount/namespace")));
		put(attributes, "k8s.pod.uid", machine.variable("K8S_POD_UID", "POD_UID"));
		put(attributes, "k8s.node.name", machine.variable("K8S_NODE_NAME", "NODE_NAME"));
		put(attributes, "k8s.container.name", machine.variable("K8S_CONTAINER_NAME", "CONTAINER_NAME"));
		put(attributes, "k8s.deployment.name", machine.variable("K8S_DEPLOYMENT_NAME", "DEPLOYMENT_NAME"));
	}

	private static void put(AttributesBuilder attributes, String key, @Nullable String value) {
		if (value != null) {
			attributes.put(key, value);
		}
	}

	private static @Nullable String lastMatch(String regex, List<String> lines, String part) {
		String last = null;
		Pattern pattern = null;
		for (String line : lines) {
			if (line.contains(part)) {
				pattern = (pattern != null) ? pattern : Pattern.compile(regex);
				Matcher match = pattern.matcher(line);
				last = match.find() ? match.group(1) : last;
			}
		}
		return last;
	}

	/** The values that the semantic conventions list for host.arch. */
	private static String architecture(String name) {
		return switch (name) {
			case "x86_64" -> "amd64";
			case "aarch64" -> "arm64";
			default -> name;
		};
	}

	/** The values that the semantic conventions list for os.type. */
	private static String type(String system) {
		String name = system.toLowerCase(Locale.ROOT);
		if (name.startsWith("windows")) {
			return "windows";
		}
		return name.startsWith("mac") ? "darwin" : name;
	}

}
