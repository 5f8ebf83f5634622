package io.github.tracingboot.sample.query;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.tracingboot.sample.work.Work;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class UnderstandingTests {

	private final Understanding understanding = new Understanding(noWork());

	@ParameterizedTest
	@CsvSource(textBlock = """
			What is the price of ZEC?,               PRICE
			how much is bitcoin WORTH at Gemini,     PRICE
			How high is the chain?,                  NETWORK_STATUS
			block height,                            NETWORK_STATUS
			price and block height,                  MARKET_OVERVIEW
			Tell me about ZEC,                       MARKET_OVERVIEW
			costly,                                  MARKET_OVERVIEW
			how has the price developed?,            TREND
			""")
	void intentFollowsFromTheWords(String question, Intent intent) {
		assertThat(this.understanding.classify(question)).isEqualTo(intent);
	}

	@Test
	void entitiesAreFoundWhateverTheyAreWrittenLike() {
		Entities entities = this.understanding.findEntities("Zcash, ZEC & bitcoin: at Kraken/COINBASE?");
		assertThat(entities.all()).isEqualTo(List.of("BTC", "ZEC", "coinbase", "kraken"));
		assertThat(entities.topic(Topic.USUAL)).isEqualTo(new Topic("BTC", "coinbase"));
	}

	@Test
	void questionWithoutEntitiesIsAboutZecAtKraken() {
		Entities entities = this.understanding.findEntities("price?");
		assertThat(entities.all()).isEmpty();
		assertThat(entities.topic(Topic.USUAL)).isEqualTo(new Topic("ZEC", "kraken"));
		assertThat(entities.topic(new Topic("ETH", "gemini"))).isEqualTo(new Topic("ETH", "gemini"));
	}

	@Test
	void punctuationIsNoToken() {
		assertThat(this.understanding.countTokens(" -- What's up, ZEC? ¿Qué? ")).isEqualTo(5);
	}

	private static Work noWork() {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		source.put("chimera.work.factor", "0");
		return new Binder(source).bindOrCreate("chimera.work", Work.class);
	}

}
