package io.github.tracingboot.amqp;

import org.aopalliance.aop.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerEndpoint;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Which containers have our advice, and what they keep. */
@ExtendWith(OutputCaptureExtension.class)
class TracedContainersTests {

	private final ApplicationContextRunner runner = RabbitApplication.runner();

	@Test
	void aChainIsExtendedAtBothEnds() {
		this.runner.run((context) -> {
			Advice[] chain = context.getBean("factory", SimpleRabbitListenerContainerFactory.class).getAdviceChain();
			assertExtended(chain);
		});
	}

	@Test
	void aContainerBeanIsTracedOnceWhoeverMadeIt() {
		this.runner.run((context) -> {
			assertThat(RabbitApplication.chain(context, "container")).hasOnlyElementsOfTypes(ProcessInterceptor.class)
				.hasSize(1);
			Advice[] made = RabbitApplication.chain(context, "containerOfFactory");
			assertExtended(made);
		});
	}

	@Test
	void withoutAttemptsNothingFollowsTheChain() {
		this.runner.withPropertyValues("tracing.amqp.attempts=none").run((context) -> {
			Advice[] chain = context.getBean("factory", SimpleRabbitListenerContainerFactory.class).getAdviceChain();
			assertThat(chain).hasSize(2);
			assertThat(chain[1]).isSameAs(RabbitApplication.MINE);
		});
	}

	@Test
	void aCustomizerThatSetsTheChainDoesNotRemoveTheSpan() {
		this.runner.run((context) -> {
			SimpleRabbitListenerContainerFactory factory = context.getBean("factory",
					SimpleRabbitListenerContainerFactory.class);
			SimpleRabbitListenerEndpoint endpoint = new SimpleRabbitListenerEndpoint();
			endpoint.setMessageListener((message) -> {
			});
			Advice[] made = Installed.adviceChain(factory.createListenerContainer(endpoint));
			assertExtended(made);
			assertThat(RabbitApplication.CUSTOMIZED).hasPositiveValue();
		});
	}

	@Test
	void theErrorHandlerOfAContainerIsKept() {
		this.runner.run((context) -> {
			DirectMessageListenerContainer container = context.getBean("container",
					DirectMessageListenerContainer.class);
			assertThat(container.getErrorHandler()).isInstanceOf(TracedErrorHandler.class)
				.extracting("delegate")
				.satisfies((kept) -> assertThat(kept.getClass().getSimpleName())
					.isEqualTo("ConditionalRejectingErrorHandler"));
		});
	}

	@Test
	void aFactoryThatCannotBeTracedIsReportedAndUsedAsItIs(CapturedOutput output) {
		this.runner.withBean("opaque", SimpleRabbitListenerContainerFactory.class, OpaqueFactory::new)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("The messages of bean 'opaque' are not traced")
					.contains("no chain for you");
			});
	}

	private static void assertExtended(Advice[] chain) {
		assertThat(chain).hasSize(3);
		assertThat(chain[0]).isInstanceOf(ProcessInterceptor.class);
		assertThat(chain[1]).isSameAs(RabbitApplication.MINE);
		assertThat(chain[2]).isInstanceOf(AttemptInterceptor.class);
	}

	static final class OpaqueFactory extends SimpleRabbitListenerContainerFactory {

		@Override
		public Advice[] getAdviceChain() {
			throw new IllegalStateException("no chain for you");
		}

	}

}
