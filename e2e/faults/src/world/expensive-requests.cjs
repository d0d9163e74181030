/**
 * A worker that sends expensive requests without a signature: bodies that a receiver would inflate and parse, and bodies
 * that arrive a byte at a time. Posts how often each status was answered when all requests are answered.
 */
const { Agent, request } = require('node:http');
const { connect } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const { gzipSync } = require('node:zlib');

const { port, path, requests, slowSenders, bytes, atATime } = workerData;
const BODY = gzipSync(
  JSON.stringify({ padding: Array.from({ length: bytes / 4 }, () => [1]) }).slice(0, bytes),
);
const HEADERS = {
  'content-type': 'application/json',
  'content-encoding': 'gzip',
  'content-length': BODY.length,
};
const agent = new Agent({ keepAlive: true, maxSockets: atATime });
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

function sendSlowly() {
  const socket = connect(port, '127.0.0.1');
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n[`;
  socket.on('error', () => undefined);
  socket.write(head);
  const timer = setInterval(() => socket.write('1'), 100);
  socket.on('close', () => clearInterval(timer));
  return socket;
}

async function main() {
  const sockets = Array.from({ length: slowSenders }, sendSlowly);
  let left = requests;
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (left-- > 0) {
        await send();
      }
    }),
  );
  sockets.forEach((socket) => socket.destroy());
  agent.destroy();
  parentPort.postMessage(statuses);
}

void main();
