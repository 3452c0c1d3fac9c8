/**
 * Version of the socket protocol and of the rows it carries. A test hashes both; when it fails, raise this number and note the change:
 * 1 first version. 2 alerts, their rules and silences.
 */
export const PROTOCOL_VERSION = 2;
