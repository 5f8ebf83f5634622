package io.github.tracingboot.sample.messaging;

/** {@code narrative.generated}: an analysis in words. */
public record Narrative(String id, String text, AnalysisResult analysis) {

}
