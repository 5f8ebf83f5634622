package io.github.tracingboot.sample.launcher;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The page in a real browser, used with the keyboard alone. */
@Tag("chromium")
class PageIT {

	private static final String DONE = "document.getElementById('status').textContent === 'Done.'";

	@TempDir
	Path profile;

	@Test
	void aScenarioIsChosenAndWatchedWithTheKeyboard() throws Exception {
		try (Chromium page = Chromium.open(this.profile, SharedAgents.on(List.of()).url() + "/")) {
			page.awaitTrue("document.querySelectorAll('[name=scenario]').length === 12");
			page.evaluate("document.querySelector('[name=scenario]').focus()");
			page.press("Tab");
			assertThat(page.evaluate("document.activeElement.type").asString()).isEqualTo("submit");
			page.press("Enter");
			page.awaitTrue(DONE);
			assertThat(page.evaluate("document.querySelector('.answer').textContent").asString())
				.isEqualTo("200 ZEC costs 42.17 USD at kraken.");
			ExpectedTree.assertCollapsed(page.evaluate("document.querySelector('pre').textContent").asString());
			assertThat(page.evaluate("[...document.querySelectorAll('.tile.lit strong')].map(e => e.textContent)")
				.toString())
				.contains("chimera-api", "query_agent", "data_retrieval_agent", "zcash_node", "exchange_api");
			page.evaluate("document.querySelector('[name=view][value=full]').click()");
			ExpectedTree.assertFull(page.evaluate("document.querySelector('pre').textContent").asString());
			assertThat(page.evaluate("document.querySelector('.trace code').textContent").asString())
				.matches("[0-9a-f]{32}");
			screenshot(page, "price");
		}
	}

	@Test
	void whatFailedIsSeenToHaveFailed() throws Exception {
		try (Chromium page = Chromium.open(this.profile, SharedAgents.on(List.of()).url() + "/")) {
			page.awaitTrue("document.querySelectorAll('[name=scenario]').length === 12");
			page.evaluate("document.querySelector('[value=failure]').click()");
			page.evaluate("document.querySelector('[type=submit]').click()");
			page.awaitTrue(DONE);
			assertThat(page.evaluate("document.querySelector('.answer.failed').textContent").asString())
				.startsWith("502 data_retrieval_agent: exchange_api does not tell the price");
			assertThat(page.evaluate("document.querySelectorAll('pre .failed').length").asInt()).isGreaterThan(3);
			page.awaitTrue("document.querySelectorAll('#agents .tile.failed').length > 0");
			page.awaitTrue("document.querySelectorAll('#servers .tile').length === 4 && "
					+ "[...document.querySelectorAll('#servers span')].every(e => e.textContent === 'up, embedded')");
			screenshot(page, "failure");
		}
	}

	private static void screenshot(Chromium page, String name) throws Exception {
		String directory = System.getProperty("screenshots");
		if (directory != null) {
			page.screenshot(Path.of(directory, name + ".png"));
		}
	}

}
