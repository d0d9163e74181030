/** Pitch in Hz and start in seconds of each tone. */
const TONES = [
  { hertz: 660, start: 0 },
  { hertz: 880, start: 0.18 },
];

const TONE_SECONDS = 0.15;
const VOLUME = 0.2;

/** Plays two short tones. A browser plays no sound before the user has clicked on the page. */
export function playAlertSound(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = VOLUME;
  volume.connect(audio.destination);
  const tones = TONES.map(({ hertz, start }) => {
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + TONE_SECONDS);
    return tone;
  });
  tones.at(-1)!.onended = () => void audio.close();
}
