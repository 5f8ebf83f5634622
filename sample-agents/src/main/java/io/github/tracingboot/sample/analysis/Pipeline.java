package io.github.tracingboot.sample.analysis;

import java.math.BigDecimal;
import java.util.Locale;

import io.github.tracingboot.annotation.SpanAttribute;
import io.github.tracingboot.sample.messaging.MarketData;
import io.github.tracingboot.sample.messaging.Quote;
import io.github.tracingboot.sample.work.AgentOperation;
import io.github.tracingboot.sample.work.Work;

import org.springframework.stereotype.Component;

/** The five steps of an analysis; each needs what the one before found. */
@Component
class Pipeline {

	private static final double STEADY = 0.5;

	private final Work work;

	Pipeline(Work work) {
		this.work = work;
	}

	@AgentOperation("validate_data")
	Quote validate(MarketData data) {
		this.work.take(this.work.analysisStep());
		Quote quote = data.quote();
		if (quote.low().compareTo(quote.high()) > 0 || quote.open().signum() <= 0) {
			throw new IllegalArgumentException("The quote makes no sense: " + quote);
		}
		return quote;
	}

	@AgentOperation("measure_change")
	@SpanAttribute("change.percent")
	double change(Quote quote) {
		this.work.take(this.work.analysisStep());
		return percent(quote.price().subtract(quote.open()), quote);
	}

	@AgentOperation("measure_spread")
	@SpanAttribute("spread.percent")
	double spread(Quote quote) {
		this.work.take(this.work.analysisStep());
		return percent(quote.high().subtract(quote.low()), quote);
	}

	@AgentOperation("detect_trend")
	@SpanAttribute("trend.type")
	String trend(double change, double spread) {
		this.work.take(this.work.analysisStep());
		if (Math.abs(change) < Math.min(STEADY, spread)) {
			return "steady";
		}
		return (change > 0) ? "rising" : "falling";
	}

	@AgentOperation("summarize")
	String summarize(Quote quote, double change, String trend) {
		this.work.take(this.work.analysisStep());
		return String.format(Locale.ROOT, "%s is %s at %s: %+.1f %% since the day began.", quote.symbol(), trend,
				quote.exchange(), change);
	}

	private static double percent(BigDecimal difference, Quote quote) {
		return 100 * difference.doubleValue() / quote.open().doubleValue();
	}

}
