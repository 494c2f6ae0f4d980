/** How many turns of the microtask queue a body that is ready takes to say so, with room to spare. */
const patience = 12;

/**
 * Reads a body as far as it is ready at once. One that is ready as a whole (text, JSON) comes back
 * as its bytes, so that its length can be sent; any other as its chunks. Never waits for a slow one.
 */
export async function bodyAhead(
  body: ReadableStream<Uint8Array>,
): Promise<Uint8Array | AsyncIterableIterator<Uint8Array>> {
  const reader = body.getReader();
  const first = await ready(reader.read());
  if (first.value === undefined) return chunks(reader, first.promise);
  if (first.value.done) return new Uint8Array();
  const second = await ready(reader.read());
  if (second.value?.done === true) return first.value.value;
  return chunks(reader, first.promise, second.promise);
}

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>;

async function ready(promise: Promise<Read>): Promise<{ promise: Promise<Read>; value?: Read }> {
  let value: Read | undefined;
  promise.then(
    (read) => {
      value = read;
    },
    // Whoever takes the chunks meets the failure there.
    () => undefined,
  );
  for (let turn = 0; turn < patience && value === undefined; turn += 1) await Promise.resolve();
  return value === undefined ? { promise } : { promise, value };
}

/** The rest of a body. Who stops early gives it up at once, even while a chunk is waited for. */
function chunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ...begun: Promise<Read>[]
): AsyncIterableIterator<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const read = await (begun.shift() ?? reader.read());
      return read.done ? { done: true, value: undefined } : { done: false, value: read.value };
    },
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
