package io.sparcode;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks tests of numbers that depend on which kernels the native libraries choose for the CPU. {@code core/pom.xml} runs
 * them, by their tag {@code native}, a second time with the libraries held to AVX2, so that a CPU with AVX-512 tries both.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("native")
public @interface NativeNumerics {}
