package io.github.tracingboot.sample.query;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.Span;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.sample.work.Work;

import org.springframework.stereotype.Component;

/** The three steps that make a question clear; none needs what another finds. */
@Component
class Understanding {

	private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

	private final Work work;

	Understanding(Work work) {
		this.work = work;
	}

	@Traced("nlp_processing")
	int countTokens(String question) {
		this.work.take(this.work.nlpProcessing());
		int tokens = words(question).size();
		Span.current().setAttribute("tokens.count", tokens);
		return tokens;
	}

	@Traced("entity_extraction")
	Entities findEntities(String question) {
		this.work.take(this.work.entityExtraction());
		Entities entities = Entities.in(words(question));
		Span.current().setAttribute("entities.count", entities.all().size());
		return entities;
	}

	@Traced("intent_classification")
	Intent classify(String question) {
		this.work.take(this.work.intentClassification());
		Intent intent = Intent.of(words(question));
		Span.current().setAttribute("intent.type", intent.label());
		return intent;
	}

	private static List<String> words(String question) {
		return NO_WORD.splitAsStream(question.toLowerCase(Locale.ROOT)).filter((word) -> !word.isEmpty()).toList();
	}

}
