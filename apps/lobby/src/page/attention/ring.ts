/** Rings: two short tones. A browser that has not been touched yet allows no sound, and stays silent. */
export function ring(): void {
  if (!('AudioContext' in window)) return;
  const context = new AudioContext();
  const at = context.currentTime;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.12, at);
  volume.connect(context.destination);
  for (const [start, frequency] of [
    [0, 660],
    [0.22, 880],
  ] as const) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(volume);
    tone.start(at + start);
    tone.stop(at + start + 0.18);
  }
  setTimeout(() => void context.close(), 1_000);
}
