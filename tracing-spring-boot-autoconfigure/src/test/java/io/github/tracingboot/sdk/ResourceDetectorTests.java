package io.github.tracingboot.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceDetectorTests {

	private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

	@TempDir
	Path root;

	@Test
	void processIsDescribedWithoutItsCommandLine() {
		Attributes attributes = detect(ResourceDetector.PROCESS, Map.of());
		assertThat(attributes.get(AttributeKey.longKey("process.pid"))).isEqualTo(ProcessHandle.current().pid());
		assertThat(attributes.get(AttributeKey.stringKey("process.runtime.version")))
			.isEqualTo(Runtime.version().toString());
		assertThat(attributes.asMap().keySet()).noneMatch((key) -> key.getKey().contains("command"));
	}

	@Test
	void hostIsNamedByTheVariableOrElseByTheFile() throws IOException {
		write("etc/hostname", "from-file\n");
		assertThat(detect(ResourceDetector.HOST, Map.of("HOSTNAME", "from-variable")).asMap())
			.containsEntry(AttributeKey.stringKey("host.name"), "from-variable");
		assertThat(detect(ResourceDetector.HOST, Map.of()).asMap())
			.containsEntry(AttributeKey.stringKey("host.name"), "from-file")
			.containsKeys(AttributeKey.stringKey("host.arch"), AttributeKey.stringKey("os.type"),
					AttributeKey.stringKey("os.description"));
	}

	@ParameterizedTest
	@CsvSource({ "proc/self/cgroup, '12:cpuset:/docker/ID'",
			"proc/self/cgroup, '1:name=systemd:/kubepods/burstable/pod1/ID'",
			"proc/self/cgroup, '0::/system.slice/docker-ID.scope'",
			"proc/self/mountinfo, '1 2 0:1 /var/lib/docker/containers/ID/hostname /etc/hostname rw - ext4 /dev/sda rw'",
			"proc/self/mountinfo, '1 2 0:1 /containers/overlay-containers/ID/userdata/hostname /etc/hostname rw - ext4 /dev/sda rw'" })
	void containerIsFoundInTheControlGroups(String file, String line) throws IOException {
		write(file, "0::/\n" + line.replace("ID", ID) + "\n");
		assertThat(detect(ResourceDetector.CONTAINER, Map.of()).asMap())
			.containsEntry(AttributeKey.stringKey("container.id"), ID);
	}

	@Test
	void outsideOfAContainerNothingIsSaid() throws IOException {
		write("proc/self/cgroup", "0::/user.slice/session-1.scope\n");
		assertThat(detect(ResourceDetector.CONTAINER, Map.of()).isEmpty()).isTrue();
	}

	@Test
	void podIsDescribedByItsVariablesAndFiles() throws IOException {
		write("var/run/secrets/kubernetes.io/serviceaccount/namespace", "shop");
		assertThat(detect(ResourceDetector.KUBERNETES,
				Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "orders-7", "POD_UID", "uid", "NODE_NAME",
						"node-1", "K8S_CONTAINER_NAME", "app", "K8S_DEPLOYMENT_NAME", "orders"))
			.asMap()).containsOnly(Map.entry(AttributeKey.stringKey("k8s.pod.name"), "orders-7"),
					Map.entry(AttributeKey.stringKey("k8s.namespace.name"), "shop"),
					Map.entry(AttributeKey.stringKey("k8s.pod.uid"), "uid"),
					Map.entry(AttributeKey.stringKey("k8s.node.name"), "node-1"),
					Map.entry(AttributeKey.stringKey("k8s.container.name"), "app"),
					Map.entry(AttributeKey.stringKey("k8s.deployment.name"), "orders"));
	}

	@Test
	void outsideOfKubernetesNothingIsSaid() {
		assertThat(detect(ResourceDetector.KUBERNETES, Map.of("HOSTNAME", "laptop", "POD_NAME", "x")).isEmpty())
			.isTrue();
	}

	private Attributes detect(ResourceDetector detector, Map<String, String> variables) {
		AttributesBuilder attributes = Attributes.builder();
		detector.detect(new Machine(variables::get, this.root), attributes);
		return attributes.build();
	}

	private void write(String file, String content) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, content);
	}

}
