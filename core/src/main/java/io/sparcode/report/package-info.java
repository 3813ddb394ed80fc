/**
 * What an analysis found, for people to look at: pictures as PNG, and one HTML page that needs nothing beside it.
 */
package io.sparcode.report;
