/**
 * Images as bytes or floats: shapes, decoding, resizing and drawing. Knows neither Spark nor DL4J.
 */
package io.sparcode.image;
