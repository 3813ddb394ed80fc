/**
 * Codes and reconstruction scores of records, a partition at a time.
 */
package io.sparcode.scoring;
