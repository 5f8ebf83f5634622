package io.github.tracingboot.sample.exchange;

import io.github.tracingboot.sample.work.Work;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

@SpringBootApplication
@EnableConfigurationProperties(Work.class)
public class ExchangeApiApplication {

}
