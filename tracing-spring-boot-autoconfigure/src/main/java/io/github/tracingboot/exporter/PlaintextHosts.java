package io.github.tracingboot.exporter;

import java.util.List;

import io.github.tracingboot.core.InternalHosts;
import io.github.tracingboot.core.InvalidConfigurationException;

/**
 * To whom spans may go unencrypted: internal hosts, and those that the user lists.
 *
 * @param hosts those
 */
record PlaintextHosts(InternalHosts hosts) {

	static final String PROPERTY = OtlpProperties.PREFIX + ".plaintext-hosts";

	/**
	 * Adds the user's to the internal ones.
	 * @param listed names, {@code *.} and a name, addresses, or address ranges
	 * @return those and the internal ones
	 */
	static PlaintextHosts of(List<String> listed) {
		return new PlaintextHosts(InternalHosts.of(PROPERTY, listed));
	}

	/**
	 * Refuses an unencrypted target that is neither local nor listed.
	 * @param target where spans are to go
	 */
	void require(OtlpTarget target) {
		String reason = target.isEncrypted() ? null : this.hosts.reasonAgainst(target.host());
		if (reason != null) {
			String shown = target.uri().getScheme() + "://" + target.uri().getRawAuthority();
			throw new InvalidConfigurationException(
					OtlpTarget.PROPERTY + " is '" + shown
							+ "', so spans would leave this machine or its private network " + "unencrypted: "
							+ target.host() + " is " + reason,
					"Encrypt: set " + OtlpTarget.PROPERTY + " to https" + shown.substring("http".length())
							+ " (for certificates of your own: " + OtlpProperties.PREFIX + ".ssl.*).",
					"Send to a collector beside the application, for example http://localhost:4317, "
							+ "and let that one encrypt.",
					"If the way there is private all the same, list the host: " + PROPERTY + "=" + target.host());
		}
	}

}
