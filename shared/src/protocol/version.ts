/**
 * Version of the socket protocol and of the rows it carries. A test hashes both; when it fails, raise this number and note the change:
 * 1 first version.
 */
export const PROTOCOL_VERSION = 1;
