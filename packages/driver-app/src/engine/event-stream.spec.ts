import { readEvents } from './event-stream';

function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(encoder.encode(chunk)));
      controller.close();
    },
  });
}

async function read(...chunks: string[]): Promise<string[]> {
  const found: string[] = [];
  await readEvents(streamOf(...chunks), 'self', (data) => found.push(data));
  return found;
}

describe('readEvents', () => {
  it('reads events that are split at any byte', async () => {
    expect(await read('event: se', 'lf\nda', 'ta: {"a":1}\n', '\nevent: self\ndata: 2\n\n')).toEqual([
      '{"a":1}',
      '2',
    ]);
  });

  it('ignores comments, other events and an unfinished event', async () => {
    expect(await read(': ping\n\n', 'event: other\ndata: 1\n\n', 'event: self\ndata: 2')).toEqual([]);
  });

  it('accepts CRLF and data of several lines', async () => {
    expect(await read('event:self\r\ndata: a\r\ndata: b\r\n\r\n')).toEqual(['a\nb']);
  });
});
