package io.github.tracingboot.sample.zcash;

import org.jspecify.annotations.Nullable;

import io.github.tracingboot.annotation.Traced;
import io.github.tracingboot.sample.work.Work;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** JSON-RPC over HTTP, as far as the agents need it. */
@RestController
class ZcashNode {

	private static final long BLOSSOM = 1_576_082_000;

	private static final long BLOSSOM_HEIGHT = 653_600;

	private static final long SECONDS_PER_BLOCK = 75;

	private final Work work;

	ZcashNode(Work work) {
		this.work = work;
	}

	@PostMapping("/")
	@Traced("get_block_height")
	Response call(@RequestBody Request request) {
		if (!"getblockcount".equals(request.method())) {
			return new Response(request.id(), null, new RpcError(-32601, "Method not found"));
		}
		this.work.take(this.work.blockHeight());
		long seconds = System.currentTimeMillis() / 1000 - BLOSSOM;
		return new Response(request.id(), BLOSSOM_HEIGHT + seconds / SECONDS_PER_BLOCK, null);
	}

	record Request(@Nullable String id, String method) {
	}

	record Response(@Nullable String id, @Nullable Long result, @Nullable RpcError error) {
	}

	record RpcError(int code, String message) {
	}

}
