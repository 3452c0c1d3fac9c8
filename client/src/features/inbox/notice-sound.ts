import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const SOUNDS = ['off', 'once', 'repeat'] as const;
/** Whether new notices are heard: not at all, once, or pages again and again until they are seen. */
export type NoticeSound = (typeof SOUNDS)[number];

type Choice = { readonly sound: NoticeSound; readonly choose: (sound: NoticeSound) => void };

/** Chosen on this computer: whether one sits among others is no matter of the account. */
export const useNoticeSound = create<Choice>()(
  persist((set) => ({ sound: 'off', choose: (sound) => set({ sound }) }), {
    name: 'floorwalk.notice-sound',
    version: 1,
    partialize: ({ sound }) => ({ sound }),
    merge: (stored, fresh) => ({
      ...fresh,
      sound: SOUNDS.find((one) => one === (stored as Partial<Choice> | undefined)?.sound) ?? 'off',
    }),
  }),
);

const TONES_HZ = [587, 784] as const;
const TONE_SECONDS = 0.14;
const LOUDNESS = 0.16;
let context: AudioContext | undefined;

/** Two short tones, the lower first. Before the first click on the page a browser keeps it quiet. */
export function playNoticeSound(): void {
  context ??= new AudioContext();
  void context.resume();
  const { currentTime, destination } = context;
  const gain = context.createGain();
  gain.gain.value = LOUDNESS;
  gain.connect(destination);
  for (const [index, frequency] of TONES_HZ.entries()) {
    const tone = context.createOscillator();
    tone.type = 'triangle';
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(currentTime + index * TONE_SECONDS);
    tone.stop(currentTime + (index + 1) * TONE_SECONDS);
  }
}
