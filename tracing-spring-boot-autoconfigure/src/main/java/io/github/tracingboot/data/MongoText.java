package io.github.tracingboot.data;

import java.util.Map;
import java.util.Set;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A command as JSON with {@code ?} for each value. Names stay, and so does the name of
 * the collection; a long command is cut off.
 */
final class MongoText {

	private static final int LONGEST = 1024;

	private static final int DEEPEST = 16;

	/** What the driver adds to each command. */
	private static final Set<String> ADDED = Set.of("$db", "lsid", "$clusterTime", "txnNumber", "$readPreference");

	private final StringBuilder text = new StringBuilder();

	private MongoText() {
	}

	static String withoutValues(BsonDocument command) {
		MongoText text = new MongoText();
		text.command(command);
		if (text.isFull()) {
			text.text.setLength(LONGEST);
			text.text.append('…');
		}
		return text.text.toString();
	}

	private boolean isFull() {
		return this.text.length() > LONGEST;
	}

	private void command(BsonDocument command) {
		boolean first = true;
		this.text.append('{');
		for (Map.Entry<String, BsonValue> field : command.entrySet()) {
			if (isFull()) {
				return;
			}
			if (ADDED.contains(field.getKey())) {
				continue;
			}
			name(field.getKey(), first);
			boolean named = (first || field.getKey().equals("collection")) && field.getValue().isString();
			if (named) {
				this.text.append('"').append(field.getValue().asString().getValue()).append('"');
			}
			else {
				value(field.getValue(), 1);
			}
			first = false;
		}
		this.text.append('}');
	}

	private void document(BsonDocument document, int depth) {
		boolean first = true;
		this.text.append('{');
		for (Map.Entry<String, BsonValue> field : document.entrySet()) {
			if (isFull()) {
				return;
			}
			name(field.getKey(), first);
			value(field.getValue(), depth);
			first = false;
		}
		this.text.append('}');
	}

	private void array(BsonArray array, int depth) {
		boolean first = true;
		this.text.append('[');
		for (BsonValue value : array) {
			if (isFull()) {
				return;
			}
			if (!first) {
				this.text.append(", ");
			}
			value(value, depth);
			first = false;
		}
		this.text.append(']');
	}

	private void name(String name, boolean first) {
		if (!first) {
			this.text.append(", ");
		}
		this.text.append('"').append(name).append("\": ");
	}

	private void value(BsonValue value, int depth) {
		if (depth < DEEPEST && value.isDocument()) {
			document(value.asDocument(), depth + 1);
		}
		else if (depth < DEEPEST && value.isArray()) {
			array(value.asArray(), depth + 1);
		}
		else {
			this.text.append('?');
		}
	}

}
