import { parseTags } from './parse-tags';

describe('parseTags', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['cooling', ['cooling']],
    ['Cooling, age_check;heavy-load', ['cooling', 'age_check', 'heavy-load']],
    ['cooling, cooling ', ['cooling']],
  ])('reads %j', (text, tags) => {
    expect(parseTags(text)).toEqual(tags);
  });
});
