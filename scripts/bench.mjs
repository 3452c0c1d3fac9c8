import { nodeTooOld } from './node-version.mjs';

/* Read by every Node, however old: no newer syntax in this file. */
var tooOld = nodeTooOld(process.versions.node);
if (tooOld) {
  console.error(tooOld);
  process.exitCode = 1;
} else {
  void import('./run-bench.mjs').then(function (module) {
    return module.run(process.argv.slice(2));
  });
}
