// One call of the JavaScript DICOMweb client: reads { client, method, options, files, folder } from standard input and writes what came of
// it into the folder: answer.json, and a file for each value that is bytes, whose name and types stand in the answer.
'use strict';
const fs = require('fs');
const path = require('path');
globalThis.XMLHttpRequest = require('xhr2');
const { api } = require('dicomweb-client');

// The client tells of every empty answer and failure; the test says itself what it expects.
console.log = console.warn = console.debug = () => {};
console.error = () => {};

const request = JSON.parse(fs.readFileSync(0, 'utf8'));
let count = 0;

function told(value) {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    const file = path.join(request.folder, `answer-${++count}`);
    fs.writeFileSync(file, Buffer.from(ArrayBuffer.isView(value) ? value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) : value));
    return { file, contentType: value.contentType ?? null, transferSyntax: value.transferSyntaxUID ?? null };
  }
  if (Array.isArray(value)) return value.map(told);
  return value ?? null;
}

function bytesOf(file) {
  const buffer = fs.readFileSync(file);
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
}

(async () => {
  const client = new api.DICOMwebClient({ verbose: false, ...request.client });
  let progress = 0;
  const options = { ...request.options };
  if (request.files) options.datasets = request.files.map(bytesOf);
  if (request.progress) options.request = { progressCallback: () => progress++ };
  let answer;
  try {
    answer = { value: told(await client[request.method](options)), progress };
  } catch (failure) {
    if (failure.status === undefined) throw failure;
    answer = { error: { status: failure.status, body: told(failure.response) } };
  }
  fs.writeFileSync(path.join(request.folder, 'answer.json'), JSON.stringify(answer));
})();
