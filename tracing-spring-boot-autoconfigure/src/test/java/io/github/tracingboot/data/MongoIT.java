package io.github.tracingboot.data;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.tracingboot.core.SpanErrors;
import io.github.tracingboot.testing.SpanRecorder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = DataApplication.class, properties = "spring.autoconfigure.exclude=")
class MongoIT {

	@RegisterExtension
	static final SpanRecorder spans = DataApplication.SPANS;

	private static final MongoServer server = new MongoServer(new MemoryBackend());

	private static final InetSocketAddress address = server.bind();

	@Autowired
	private Tracer tracer;

	@Autowired
	private MongoClient client;

	@Autowired
	private com.mongodb.reactivestreams.client.MongoClient reactive;

	private MongoCollection<Document> patients;

	@DynamicPropertySource
	static void start(DynamicPropertyRegistry properties) {
		String uri = "mongodb://" + address.getHostString() + ":" + address.getPort();
		properties.add("spring.data.mongodb.uri", () -> uri);
		properties.add("spring.mongodb.uri", () -> uri);
	}

	@AfterAll
	static void stop() {
		server.shutdown();
	}

	@BeforeEach
	void collection() {
		this.patients = this.client.getDatabase("clinic").getCollection("patients");
		this.patients.drop();
		spans.take("drop patients");
	}

	@Test
	void commandIsASpanOfItsCallerWithoutItsValues() {
		Span caller = this.tracer.spanBuilder("caller").startSpan();
		try (Scope scope = caller.makeCurrent()) {
			this.patients.insertOne(new Document("_id", 1).append("name", "secret").append("tags", List.of("secret")));
		}
		caller.end();
		spans.take("caller");
		SpanData span = spans.take("insert patients");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(span.getAttributes().asMap()).containsEntry(DbAttributes.SYSTEM_NAME, "mongodb")
			.containsEntry(DbAttributes.OPERATION_NAME, "insert")
			.containsEntry(DbAttributes.COLLECTION_NAME, "patients")
			.containsEntry(DbAttributes.NAMESPACE, "clinic")
			.containsEntry(DbAttributes.SERVER_ADDRESS, address.getHostString())
			.containsEntry(DbAttributes.SERVER_PORT, (long) address.getPort())
			.containsEntry(DbAttributes.QUERY_TEXT,
					"{\"insert\": \"patients\", \"ordered\": ?, \"documents\": [{\"_id\": ?, \"name\": ?, \"tags\": [?]}]}")
			.hasSize(7);
	}

	@Test
	void severalDocumentsAreABatch() {
		this.patients.insertMany(List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3)));
		SpanData span = spans.take("BATCH insert patients");
		assertThat(span.getAttributes().get(DbAttributes.OPERATION_BATCH_SIZE)).isEqualTo(3);
		assertThat(span.getAttributes().get(DbAttributes.OPERATION_NAME)).isEqualTo("BATCH insert");
	}

	@Test
	void longCommandIsCutOff() {
		this.patients.insertMany(IntStream.range(0, 500).mapToObj((i) -> new Document("_id", i)).toList());
		assertThat(spans.take("BATCH insert patients").getAttributes().get(DbAttributes.QUERY_TEXT)).hasSize(1025);
	}

	@Test
	void filterKeepsItsStructure() {
		this.patients.find(Filters.and(Filters.eq("name", "secret"), Filters.gt("age", 42))).first();
		assertThat(spans.take("find patients").getAttributes().get(DbAttributes.QUERY_TEXT))
			.contains("\"find\": \"patients\"", "\"name\": ?")
			.doesNotContain("secret", "42");
	}

	@Test
	void cursorIsReadInSpansOfTheCollection() {
		this.patients.insertMany(List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3)));
		spans.take("BATCH insert patients");
		assertThat(this.patients.find().batchSize(2).into(new ArrayList<>())).hasSize(3);
		spans.take("find patients");
		spans.take("getMore patients");
	}

	@Test
	void commandOnADatabaseIsNamedAfterIt() {
		this.client.getDatabase("clinic").runCommand(new Document("dbStats", 1));
		assertThat(spans.take("dbStats clinic").getAttributes().get(DbAttributes.COLLECTION_NAME)).isNull();
	}

	@Test
	void refusedWriteIsAnErrorThoughTheCommandSucceeds() {
		this.patients.insertOne(new Document("_id", "secret"));
		spans.take("insert patients");
		assertThatExceptionOfType(MongoWriteException.class)
			.isThrownBy(() -> this.patients.insertOne(new Document("_id", "secret")));
		SpanData span = spans.take("insert patients");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE)).isEqualTo("11000");
		assertThat(span.getAttributes().get(SpanErrors.ERROR_TYPE)).isEqualTo("11000");
		assertThat(span.toString()).doesNotContain("secret");
	}

	@Test
	void partlyRefusedBatchIsAnError() {
		assertThatExceptionOfType(MongoBulkWriteException.class).isThrownBy(() -> this.patients.insertMany(
				List.of(new Document("_id", 1), new Document("_id", 1), new Document("_id", 2)),
				new InsertManyOptions().ordered(false)));
		assertThat(spans.take("BATCH insert patients").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void refusedCommandHasTheCodeOfItsError() {
		assertThatExceptionOfType(MongoCommandException.class)
			.isThrownBy(() -> this.patients.aggregate(List.of(new Document("$noSuchStage", "secret"))).first());
		SpanData span = spans.take("aggregate patients");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(DbAttributes.RESPONSE_STATUS_CODE)).matches("\\d+");
		assertThat(span.toString()).doesNotContain("secret");
	}

	@Test
	void whatTheDriverAsksForItselfIsNoSpan() {
		this.client.getDatabase("clinic").runCommand(new Document("ping", 1));
		this.patients.aggregate(List.of(Aggregates.match(Filters.eq("a", 1)))).first();
		spans.take("aggregate patients");
	}

	@Test
	void reactiveCommandBelongsToItsSubscriber() {
		Mono<Long> count = Mono
			.from(this.reactive.getDatabase("clinic").getCollection("patients").estimatedDocumentCount());
		for (int i = 0; i < 3; i++) {
			Span subscriber = this.tracer.spanBuilder("subscriber").startSpan();
			try (Scope scope = subscriber.makeCurrent()) {
				assertThat(count.block()).isZero();
			}
			subscriber.end();
			spans.take("subscriber");
			assertThat(spans.take("count patients").getParentSpanId())
				.isEqualTo(subscriber.getSpanContext().getSpanId());
		}
	}

	@Test
	void reactiveCommandsAtOnceBelongToTheirSubscribers() {
		Span subscriber = this.tracer.spanBuilder("subscriber").startSpan();
		try (Scope scope = subscriber.makeCurrent()) {
			Flux.range(0, 8)
				.flatMap((i) -> this.reactive.getDatabase("clinic")
					.getCollection("patients")
					.insertOne(new Document("_id", i)))
				.blockLast();
		}
		subscriber.end();
		spans.take("subscriber");
		for (int i = 0; i < 8; i++) {
			assertThat(spans.take("insert patients").getParentSpanId())
				.isEqualTo(subscriber.getSpanContext().getSpanId());
		}
	}

}
