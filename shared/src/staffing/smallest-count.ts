/**
 * The smallest whole number n ≥ `least` for which `isEnough(n)` is true, where `isEnough`, once true, stays true.
 * Searches outwards from `guess` in steps of 1, 2, 4 … and then halves, so a good guess costs two or three evaluations.
 * Returns undefined when nothing up to `most` is enough.
 */
export function smallestCount(
  guess: number,
  least: number,
  most: number,
  isEnough: (count: number) => boolean,
): number | undefined {
  let tried = Math.min(Math.max(Math.round(guess), least), most);
  let enough: number;
  let tooFew: number;
  let step = 1;
  if (isEnough(tried)) {
    enough = tried;
    tooFew = least - 1;
    while (enough > least) {
      tried = Math.max(least, enough - step);
      if (!isEnough(tried)) {
        tooFew = tried;
        break;
      }
      enough = tried;
      step *= 2;
    }
  } else {
    tooFew = tried;
    enough = most;
    for (;;) {
      if (tried === most) return undefined;
      tried = Math.min(most, tooFew + step);
      if (isEnough(tried)) {
        enough = tried;
        break;
      }
      tooFew = tried;
      step *= 2;
    }
  }
  while (enough - tooFew > 1) {
    tried = Math.floor((enough + tooFew) / 2);
    if (isEnough(tried)) enough = tried;
    else tooFew = tried;
  }
  return enough;
}
