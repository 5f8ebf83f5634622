package io.github.tracingboot.sample.query;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.tracingboot.annotation.SpanAttribute;
import io.github.tracingboot.sample.work.AgentOperation;
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

	@AgentOperation("nlp_processing")
	@SpanAttribute("tokens.count")
	int countTokens(String question) {
		this.work.take(this.work.nlpProcessing());
		return words(question).size();
	}

	@AgentOperation(value = "entity_extraction", attributes = "entities.count=#{#result.all().size()}")
	Entities findEntities(String question) {
		this.work.take(this.work.entityExtraction());
		return Entities.in(words(question));
	}

	@AgentOperation("intent_classification")
	@SpanAttribute(name = "intent.type", expression = "label()")
	Intent classify(String question) {
		this.work.take(this.work.intentClassification());
		return Intent.of(words(question));
	}

	private static List<String> words(String question) {
		return NO_WORD.splitAsStream(question.toLowerCase(Locale.ROOT)).filter((word) -> !word.isEmpty()).toList();
	}

}
