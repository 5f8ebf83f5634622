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

	// Texts whose contrast to what is behind them is less than WCAG's 4.5 : 1.
	private static final String FAINT = """
			(() => {
			  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
			  const light = (color) => rgb(color).slice(0, 3).map((value) => value / 255)
			    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
			    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
			  const behind = (element) => element === null ? 'rgb(255, 255, 255)'
			    : rgb(getComputedStyle(element).backgroundColor)[3] === 0 ? behind(element.parentElement)
			    : getComputedStyle(element).backgroundColor;
			  const contrast = (element) => {
			    const [dark, bright] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => a - b);
			    return (bright + 0.05) / (dark + 0.05);
			  };
			  document.querySelectorAll('.tile').forEach((tile) => tile.style.transition = 'none');
			  return [...document.querySelectorAll('body *')]
			    .filter((element) => element.checkVisibility()
			      && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
			    .filter((element) => contrast(element) < 4.5)
			    .map((element) => element.outerHTML);
			})()""";

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
			assertThat(page.evaluate("document.activeElement.type").asString()).isEqualTo("submit");
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

	@Test
	void everythingHasANameAndCanBeRead() throws Exception {
		try (Chromium page = Chromium.open(this.profile, SharedAgents.on(List.of()).url() + "/")) {
			page.awaitTrue("document.querySelectorAll('[name=scenario]').length === 12");
			page.evaluate("document.querySelector('[value=failure]').click()");
			page.evaluate("document.querySelector('[type=submit]').click()");
			page.awaitTrue(DONE);
			assertThat(page.accessible("radiogroup", "group", "button", "radio", "link", "list", "heading", "region"))
				.allSatisfy((name) -> assertThat(name).matches("\\S* .*\\S.*"))
				.contains("group Scenario", "button Submit", "group View", "radio Collapsed", "list Agents",
						"list Servers", "heading Traces", "region Agents")
				.anyMatch((name) -> name.matches("button Copy trace id [0-9a-f]{32}"))
				.anyMatch((name) -> name.matches("group Tree of trace [0-9a-f]{32}"));
			assertThat(page.accessible("status", "alert")).contains("status ");
			assertThat(page.evaluate("document.querySelector('.tile.failed span').textContent").asString())
				.endsWith("failed");
			for (String scheme : List.of("light", "dark")) {
				page.prefer("prefers-color-scheme", scheme);
				assertThat(page.evaluate(FAINT).toString()).as(scheme).isEqualTo("[]");
			}
		}
	}

	private static void screenshot(Chromium page, String name) throws Exception {
		String directory = System.getProperty("screenshots");
		if (directory != null) {
			page.screenshot(Path.of(directory, name + ".png"));
		}
	}

}
