import { chosenProofKind, keepProofKind } from './proof-kind-in-history';

describe('kind of proof in the history', () => {
  it('survives a reload, and is the photo in a new entry', () => {
    const history = { state: null as unknown, replaceState: (state: unknown) => (history.state = state) };
    Object.assign(globalThis, { history });
    expect(chosenProofKind()).toBe('photo');
    keepProofKind('signature');
    expect(chosenProofKind()).toBe('signature');
    history.state = { proofKind: 'other' };
    expect(chosenProofKind()).toBe('photo');
  });
});
