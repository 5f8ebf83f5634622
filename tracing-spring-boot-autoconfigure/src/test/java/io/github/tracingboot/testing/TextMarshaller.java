package io.github.tracingboot.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.grpc.MethodDescriptor;

/** Messages of gRPC that are plain text, so that no test needs generated code. */
public enum TextMarshaller implements MethodDescriptor.Marshaller<String> {

	/** The only one. */
	INSTANCE;

	@Override
	public InputStream stream(String value) {
		return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String parse(InputStream stream) {
		try {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
