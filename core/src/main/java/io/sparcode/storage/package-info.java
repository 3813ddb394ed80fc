/**
 * Files and directories on any Hadoop file system that appear whole or not at all.
 */
package io.sparcode.storage;
