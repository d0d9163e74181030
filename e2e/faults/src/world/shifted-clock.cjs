/** Loaded before everything else into a process whose clock is to be wrong, by as many ms as CLOCK_SHIFT_MS says. */
const shift = Number(process.env.CLOCK_SHIFT_MS);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) {
      super(RealDate.now() + shift);
    } else {
      super(...args);
    }
  }

  static now() {
    return RealDate.now() + shift;
  }
};
