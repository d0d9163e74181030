/** Reads the data of the events with a name from a `text/event-stream`. @param onChunk called for each received chunk */
export async function readEvents(
  stream: ReadableStream<Uint8Array>,
  name: string,
  onData: (data: string) => void,
  onChunk: () => void = () => undefined,
): Promise<void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let buffered = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    onChunk();
    buffered += decoder.decode(value, { stream: true }).replaceAll('\r', '');
    const blocks = buffered.split('\n\n');
    buffered = blocks.pop()!;
    blocks.forEach((block) => {
      const data = dataOf(block, name);
      if (data !== undefined) {
        onData(data);
      }
    });
  }
}

/** The data of an event block; undefined for another event and for a comment. */
function dataOf(block: string, name: string): string | undefined {
  const fields = block.split('\n').map((line) => {
    const [, field = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    return { field, value };
  });
  const event = fields.find(({ field }) => field === 'event')?.value ?? 'message';
  const data = fields.filter(({ field }) => field === 'data').map(({ value }) => value);
  return event === name && data.length > 0 ? data.join('\n') : undefined;
}
