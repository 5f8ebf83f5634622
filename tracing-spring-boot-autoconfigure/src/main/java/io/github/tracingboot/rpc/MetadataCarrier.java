package io.github.tracingboot.rpc;

import io.grpc.Metadata;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/** Reads and writes the context in the metadata of a call. */
enum MetadataCarrier implements TextMapGetter<Metadata>, TextMapSetter<Metadata> {

	INSTANCE;

	@Override
	public Iterable<String> keys(Metadata metadata) {
		return metadata.keys();
	}

	@Override
	public @Nullable String get(@Nullable Metadata metadata, String key) {
		// The last, as with a map; a key for binary values is none for text.
		return (metadata != null && !isBinary(key)) ? metadata.get(key(key)) : null;
	}

	@Override
	public void set(@Nullable Metadata metadata, String key, String value) {
		if (metadata != null && !isBinary(key)) {
			Metadata.Key<String> name = key(key);
			// A call that is made again must not carry the context of the one before.
			metadata.discardAll(name);
			metadata.put(name, value);
		}
	}

	private static boolean isBinary(String key) {
		return key.endsWith(Metadata.BINARY_HEADER_SUFFIX);
	}

	private static Metadata.Key<String> key(String name) {
		return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
	}

}
