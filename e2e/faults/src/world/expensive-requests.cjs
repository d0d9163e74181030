/**
 * A worker that sends expensive requests without a valid signature: gzip bodies that a receiver would decompress and parse,
 * and bodies that arrive one byte at a time. Posts the number of answers by status when all requests are answered. With
 * `tinyChunks` each slow sender instead sends an unfinished body of that many one-byte chunks.
 */
const { Agent, request } = require('node:http');
const { connect } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const { gzipSync } = require('node:zlib');

const { port, path, requests, slowSenders, bytes, concurrent, tinyChunks } = workerData;
const BODY = gzipSync(
  JSON.stringify({ padding: Array.from({ length: bytes / 4 }, () => [1]) }).slice(0, bytes),
);
const HEADERS = {
  'content-type': 'application/json',
  'content-encoding': 'gzip',
  'content-length': BODY.length,
};
/** Headers that a receiver can reject only after it has the body. */
const FORGED = `webhook-id: msg_forged\r\nwebhook-timestamp: ${Math.floor(Date.now() / 1000)}\r\nwebhook-signature: v1,AAAA`;
const agent = new Agent({ keepAlive: true, maxSockets: concurrent });
const statuses = {};

function send() {
  return new Promise((resolve) => {
    const count = (status) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      resolve();
    };
    const outgoing = request({ port, path, method: 'POST', agent, headers: HEADERS }, (incoming) => {
      incoming.resume();
      incoming.once('close', () => count(incoming.statusCode));
    });
    outgoing.once('error', () => count('none'));
    outgoing.end(BODY);
  });
}

function begin(size) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${FORGED}\r\n${size}\r\n\r\n`,
  );
  return socket;
}

function sendSlowly() {
  const socket = begin('content-length: 100000');
  const timer = setInterval(() => socket.write('1'), 100);
  socket.on('close', () => clearInterval(timer));
  return socket;
}

function sendTinyChunks() {
  const socket = begin('transfer-encoding: chunked');
  return new Promise((resolve) => socket.write('1\r\n[\r\n'.repeat(tinyChunks), resolve));
}

async function main() {
  if (tinyChunks) {
    await Promise.all(Array.from({ length: slowSenders }, sendTinyChunks));
    parentPort.postMessage(statuses);
    return;
  }
  const sockets = Array.from({ length: slowSenders }, sendSlowly);
  let remaining = requests;
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      while (remaining-- > 0) {
        await send();
      }
    }),
  );
  sockets.forEach((socket) => socket.destroy());
  agent.destroy();
  parentPort.postMessage(statuses);
}

void main();
