package alchemy.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value that a component of properties has when it is not set; writing it out is no change. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** The default as text: {@code "60"}, {@code "true"}, {@code "us-east-1"}. */
  String value();
}
