const TONES_HZ = [880, 660, 880] as const;
const TONE_SECONDS = 0.16;
const LOUDNESS = 0.18;

let context: AudioContext | undefined;

/** Three short tones. The first call must come from a click, or the browser keeps it quiet. */
export function playAlertSound(): void {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  const gain = context.createGain();
  gain.gain.value = LOUDNESS;
  gain.connect(destination);
  for (const [index, frequency] of TONES_HZ.entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(currentTime + index * TONE_SECONDS * 1.4);
    tone.stop(currentTime + index * TONE_SECONDS * 1.4 + TONE_SECONDS);
  }
}
