package io.github.tracingboot.rpc;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MetadataCarrierTests {

	@Test
	void metadataThatIsUsedAgainCarriesTheNewContext() {
		Metadata metadata = new Metadata();
		MetadataCarrier.INSTANCE.set(metadata, "traceparent", "old");
		MetadataCarrier.INSTANCE.set(metadata, "traceparent", "new");
		MetadataCarrier.INSTANCE.set(metadata, "trace-bin", "text");
		assertThat(metadata.keys()).containsExactly("traceparent");
		assertThat(MetadataCarrier.INSTANCE.get(metadata, "traceparent")).isEqualTo("new");
		assertThat(MetadataCarrier.INSTANCE.get(metadata, "trace-bin")).isNull();
	}

}
