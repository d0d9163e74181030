/** Pitch in Hz and start in seconds of each tone. */
const TONES = [
  { hertz: 660, start: 0 },
  { hertz: 880, start: 0.2 },
  { hertz: 660, start: 0.4 },
];

const TONE_SECONDS = 0.18;
const VOLUME = 0.4;

/** Vibration and pauses in ms. */
const VIBRATION = [400, 200, 400];

/** Time in ms after which the signal repeats. */
const REPEAT_MS = 5_000;

/** Signals an offer with sound and vibration until the returned function is called. */
export function signalOffer(): () => void {
  let stopTones: () => void = () => undefined;
  const signal = () => {
    stopTones();
    stopTones = playTones();
    // Not on an iPhone.
    navigator.vibrate?.(VIBRATION);
  };
  signal();
  const timer = setInterval(signal, REPEAT_MS);
  return () => {
    clearInterval(timer);
    stopTones();
    navigator.vibrate?.(0);
  };
}

/**
 * Plays the tones until the returned function is called. A browser plays nothing before the driver has tapped on the page;
 * tones that are not stopped would all sound at that tap.
 */
function playTones(): () => void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = VOLUME;
  volume.connect(audio.destination);
  for (const { hertz, start } of TONES) {
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + TONE_SECONDS);
  }
  return () => void audio.close();
}
