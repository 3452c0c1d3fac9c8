/* Read by every Node, however old: no newer syntax in this file. */

/** A sentence when this Node is too old, else undefined. */
export function nodeTooOld(version) {
  var parts = version.split('.');
  var major = Number(parts[0]);
  var minor = Number(parts[1]);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return (
    'Floorwalk needs Node 20.19 or later, and this is ' +
    version +
    ': install a newer one from https://nodejs.org and run the command again.'
  );
}
