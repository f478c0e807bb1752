#!/usr/bin/env node
/**
 * mirror.js FOLDER: a mirror of Debian on this machine, which hands on what
 * Debian's says, but for the faults in FOLDER/faults: lines of `404 NAME` (it
 * is not there) and `other NAME` (a byte is another one).  Prints its port.
 */
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const DEBIAN = process.env.DEBIAN ?? 'http://deb.debian.org';
const faults = path.join(process.argv[2], 'faults');

/** What is wrong with a file.
 * @param {string} name */
function faultOf(name) {
  return fs.readFileSync(faults, 'utf8').split('\n').map(l => l.split(' '))
    .find(([, of]) => of === name)?.[0];
}

const server = http.createServer(async (request, answer) => {
  const fault = faultOf(path.basename(decodeURIComponent(request.url)));
  const since = request.headers['if-modified-since'];
  const got = await fetch(DEBIAN + request.url, fault || !since ? {} :
    { headers: { 'If-Modified-Since': since } });
  const body = Buffer.from(await got.arrayBuffer());
  if (fault === 'other' && body.length > 0)
    body[body.length >> 1] ^= 1;
  const modified = got.headers.get('last-modified');
  answer.writeHead(fault === '404' ? 404 : got.status,
    modified ? { 'Last-Modified': modified } : {});
  answer.end(request.method === 'HEAD' ? undefined : body);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
