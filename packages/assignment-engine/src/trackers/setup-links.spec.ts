import { getSetupLinks } from './setup-links';

const SECRET = 'A'.repeat(43);

it.each(['https://dispatch.example.com', 'https://dispatch.example.com/'])(
  'creates links of %s',
  (publicUrl) => {
    const { url, traccarLink, ownTracksLink } = getSetupLinks(publicUrl, SECRET);
    expect(url).toBe(`https://dispatch.example.com/v1/track/${SECRET}`);
    const traccar = new URL(traccarLink!);
    expect(traccar.protocol).toBe('org.traccar.client:');
    expect(Object.fromEntries(traccar.searchParams)).toMatchObject({ url, interval: '15' });
    // Android decodes a plus as a space.
    expect(ownTracksLink).toMatch(/^owntracks:\/\/\/config\?inline=[\w%]+$/);
    const inline = new URL(ownTracksLink!).searchParams.get('inline')!;
    expect(JSON.parse(Buffer.from(inline, 'base64').toString())).toMatchObject({
      _type: 'configuration',
      mode: 3,
      url,
    });
  },
);

it('creates no links without a public URL', () => {
  expect(getSetupLinks(undefined, SECRET)).toEqual({ url: null, traccarLink: null, ownTracksLink: null });
});
