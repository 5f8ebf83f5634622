package io.github.tracingboot.data;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

import io.github.tracingboot.core.SpanErrors;

/** Makes a span of each command that the driver sends for the application. */
final class MongoCommandTracing implements CommandListener {

	/** What the driver sends on its own account, and what has credentials in it. */
	private static final Set<String> LEFT_OUT = Set.of("hello", "ismaster", "isMaster", "ping", "buildInfo",
			"buildinfo", "getnonce", "authenticate", "saslStart", "saslContinue", "endSessions", "createUser",
			"updateUser", "copydbgetnonce", "copydbsaslstart", "copydb");

	/** Commands whose first field names a collection. */
	private static final Set<String> ON_COLLECTION = Set.of("aggregate", "collMod", "count", "create", "createIndexes",
			"delete", "distinct", "drop", "dropIndexes", "find", "findAndModify", "findandmodify", "geoSearch",
			"insert", "killCursors", "listIndexes", "mapReduce", "update");

	private static final Map<String, String> BATCHES = Map.of("insert", "documents", "update", "updates", "delete",
			"deletes");

	private final DataTracing tracing;

	private final Map<ServerAddress, Attributes> servers = new ConcurrentHashMap<>();

	private final Map<Integer, Span> running = new ConcurrentHashMap<>();

	MongoCommandTracing(DataTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public void commandStarted(CommandStartedEvent event) {
		if (LEFT_OUT.contains(event.getCommandName())) {
			return;
		}
		try {
			Span span = start(event);
			if (span.isRecording()) {
				this.running.put(event.getRequestId(), span);
				span.setAttribute(DbAttributes.QUERY_TEXT, MongoText.withoutValues(event.getCommand()));
			}
		}
		catch (RuntimeException ex) {
			this.tracing.failed(ex);
		}
	}

	private Span start(CommandStartedEvent event) {
		String operation = event.getCommandName();
		String collection = collection(event);
		int batch = batchSize(event);
		// Several documents of one insert are a batch, as far as the conventions go.
		String name = (batch > 1) ? "BATCH " + operation : operation;
		SpanBuilder builder = this.tracing
			.call(name + " " + ((collection != null) ? collection : event.getDatabaseName()), parent(event),
					server(event))
			.setAttribute(DbAttributes.OPERATION_NAME, name)
			.setAttribute(DbAttributes.NAMESPACE, event.getDatabaseName())
			.setAttribute(DbAttributes.COLLECTION_NAME, collection);
		if (batch > 1) {
			builder.setAttribute(DbAttributes.OPERATION_BATCH_SIZE, (long) batch);
		}
		return builder.startSpan();
	}

	// A synchronous client sends a command on the thread that asks for it.
	private static Context parent(CommandStartedEvent event) {
		return (event.getRequestContext() instanceof MongoCaller caller) ? caller.context() : Context.current();
	}

	private static @Nullable String collection(CommandStartedEvent event) {
		String operation = event.getCommandName();
		String field = operation.equals("getMore") ? "collection"
				: ON_COLLECTION.contains(operation) ? operation : null;
		BsonValue value = (field != null) ? event.getCommand().get(field) : null;
		return (value != null && value.isString()) ? value.asString().getValue() : null;
	}

	private static int batchSize(CommandStartedEvent event) {
		String field = BATCHES.get(event.getCommandName());
		BsonValue operations = (field != null) ? event.getCommand().get(field) : null;
		return (operations != null && operations.isArray()) ? operations.asArray().size() : 0;
	}

	private Attributes server(CommandStartedEvent event) {
		ServerAddress address = event.getConnectionDescription().getServerAddress();
		return this.servers.computeIfAbsent(address,
				(key) -> this.tracing.connection("mongodb", key.getHost(), key.getPort()).build());
	}

	@Override
	public void commandSucceeded(CommandSucceededEvent event) {
		Span span = this.running.remove(event.getRequestId());
		if (span == null) {
			return;
		}
		// A write that the server refuses is an answer too.
		BsonValue refused = BATCHES.containsKey(event.getCommandName()) ? event.getResponse().get("writeErrors") : null;
		if (refused != null && refused.isArray() && !refused.asArray().isEmpty()) {
			BsonDocument first = refused.asArray().get(0).asDocument();
			failed(span, String.valueOf(first.getNumber("code").intValue()));
		}
		span.end();
	}

	@Override
	public void commandFailed(CommandFailedEvent event) {
		Span span = this.running.remove(event.getRequestId());
		if (span == null) {
			return;
		}
		// The message repeats the values of what was refused.
		SpanErrors.record(span, event.getThrowable(), SpanErrors.Detail.TYPE);
		if (event.getThrowable() instanceof MongoCommandException refused) {
			failed(span, String.valueOf(refused.getErrorCode()));
		}
		span.end();
	}

	private static void failed(Span span, String code) {
		span.setStatus(StatusCode.ERROR);
		span.setAttribute(DbAttributes.RESPONSE_STATUS_CODE, code);
		span.setAttribute(SpanErrors.ERROR_TYPE, code);
	}

}
