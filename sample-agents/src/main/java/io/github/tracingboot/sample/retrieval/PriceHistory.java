package io.github.tracingboot.sample.retrieval;

import java.util.List;
import java.util.Locale;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import com.influxdb.exceptions.InfluxException;
import io.github.tracingboot.sample.messaging.Quote;
import io.github.tracingboot.sample.work.AgentOperation;

import org.springframework.stereotype.Component;

/** Prices of the last hour, in InfluxDB: a bucket for each currency. */
@Component
class PriceHistory {

	private static final String LAST_HOUR = """
			from(bucket: "%s")
			  |> range(start: -1h)
			  |> filter(fn: (r) => r._measurement == "price" and r._field == "usd" and r.exchange == "%s")
			""";

	private final InfluxDBClient influx;

	PriceHistory(InfluxDBClient influx) {
		this.influx = influx;
	}

	/** Adds a price and returns it with those before it, oldest first. */
	@AgentOperation("price_history")
	List<Double> add(Quote quote) {
		String bucket = bucket(quote.symbol());
		try {
			this.influx.getWriteApiBlocking()
				.writePoint(bucket, "chimera",
						Point.measurement("price")
							.addTag("exchange", quote.exchange())
							.addField("usd", quote.price().doubleValue())
							.time(System.currentTimeMillis(), WritePrecision.MS));
			return this.influx.getQueryApi()
				.query(LAST_HOUR.formatted(bucket, quote.exchange()), "chimera")
				.stream()
				.flatMap((table) -> table.getRecords().stream())
				.map((row) -> ((Number) row.getValue()).doubleValue())
				.toList();
		}
		catch (InfluxException ex) {
			// Swallowed, so that there is something that only the trace can tell: there
			// is
			// a bucket for Zcash and for nothing else.
			return List.of();
		}
	}

	private static String bucket(String symbol) {
		return (symbol.equals("ZEC") ? "zcash" : symbol.toLowerCase(Locale.ROOT)) + "_metrics";
	}

}
