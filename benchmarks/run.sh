#!/usr/bin/env bash
# Runs a benchmark and writes what came out to benchmarks/results. See README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
	echo "usage: benchmarks/run.sh traced|amqp|http|data|context|redaction|keep|keep-load|export|hanging|startup|load|restarts|all [arguments]" >&2
	exit 2
}

built=
build() {
	[ -n "$built" ] || mvn -B -q -pl benchmarks -am package -Dmaven.test.skip=true -Pagent
	built=yes
}

results=benchmarks/results
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

main() {
	"$java" ${heap:+"-Xmx$heap"} -cp benchmarks/target/benchmarks.jar "io.github.tracingboot.benchmarks.$1" "${@:2}"
}

# jmh <regular expression of methods> <name> <threads> <options...>
jmh() {
	"$java" -jar benchmarks/target/benchmarks.jar "$1" -prof gc -t "$3" -rf json -rff "$results/$2-$3.json" "${@:4}"
}

run() {
	local name=$1
	shift
	build
	case $name in
	traced)
		jmh 'TracedBenchmark\.' traced 1 "$@"
		# The first case only: the others tell nothing more there.
		jmh 'TracedBenchmark\.(handWritten|traced|withSpan|agentWithSpan|observed|newSpan)$' traced 2 "$@"
		main report.JmhReport TracedBenchmark "$results" traced
		;;
	amqp)
		jmh 'AmqpBenchmark\.' amqp 1 "$@"
		jmh 'AmqpBenchmark\.' amqp 2 "$@"
		main report.JmhReport AmqpBenchmark "$results" amqp
		;;
	http) main http.HttpBenchmark "${1:-5}" "${2:-40000}" "$results/http.md" ;;
	data)
		jmh 'DataBenchmark\.' data 1 "$@"
		main report.JmhReport DataBenchmark "$results" data
		;;
	context)
		jmh 'ContextBenchmark\.' context 1 "$@"
		main report.JmhReport ContextBenchmark "$results" context
		;;
	redaction)
		jmh 'RedactionBenchmark\.' redaction 1 "$@"
		main report.JmhReport RedactionBenchmark "$results" redaction
		;;
	keep)
		jmh KeepBenchmark keep 1 "$@"
		jmh KeepBenchmark keep 2 "$@"
		main report.JmhReport KeepBenchmark "$results" keep
		;;
	# A small heap: what is not bounded would not fit.
	keep-load)
		heap=256m main keep.KeepLoad "${1:-5000000}" "$results/keep-load.md"
		main keep.KeepRate "${2:-300000}" "$results/keep-rate.md"
		;;
	export) main export.ExportThroughput "${1:-15}" "${2:-200000}" "$results/export.md" ;;
	hanging) main export.HangingBackend "${1:-10}" "${2:-50000}" "$results/hanging.md" ;;
	startup)
		# The starter's class path alone, with the versions that Spring Boot manages.
		mvn -B -q -pl tracing-spring-boot-starter -am package -Dmaven.test.skip=true \
			org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
			-Dmdep.outputFile=target/class-path -Dmdep.includeScope=runtime
		main startup.StartupBenchmark tracing-spring-boot-starter/target/class-path "${1:-40}" "$results/startup.md"
		;;
	load) main load.AmqpLoad "${1:-5}" "${2:-2000}" "$results/load.md" "${3:-0}" ;;
	restarts) main load.BrokerRestarts "${1:-20}" "$results/restarts.md" ;;
	all)
		for each in traced amqp http data context redaction keep keep-load export hanging startup load restarts; do
			run "$each"
		done
		;;
	*) usage ;;
	esac
}

[ $# -gt 0 ] || usage
run "$@"
